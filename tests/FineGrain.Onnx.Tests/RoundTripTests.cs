using CsCheck;
using FineGrain.Core;
using FineGrain.Onnx.Messages;

namespace FineGrain.Onnx.Tests;

public sealed class RoundTripTests
{
    [Fact]
    public void A_model_read_and_written_again_is_the_same_bytes()
    {
        var bytes = Bytes(SmallGraphs.EveryOperator());
        Assert.Equal(bytes, Bytes(OnnxModel.Load(new MemoryStream(bytes))));
    }

    [Fact]
    public void A_model_keeps_its_nodes_and_constants()
    {
        var model = OnnxModel.Load(new MemoryStream(Bytes(SmallGraphs.EveryOperator())));
        var norm = model.Nodes.Single(n => n.OpType == "LayerNormalization");
        Assert.Equal(1e-12f, norm.Attributes.Single(a => a.Name == "epsilon").Value);
        Assert.Equal([0L, 2, 1, 3], (long[])model.Nodes.First(n => n.OpType == "Transpose").Attributes.Single().Value);
        var table = model.Initializers.Single(t => t.Name == "table");
        Assert.Equal([11L, 6], table.Dims);
        Assert.Equal(SmallGraphs.Numbers(66), table.ToArray<float>());
        Assert.Equal(["batch", "length"], model.Proto.Graph.Inputs[0].Type.Tensor!.Shape!.Dims.Select(d => d.Name));
    }

    [Fact]
    public void Attributes_of_every_type_come_back() => Gen.OneOf<object>(
            Gen.Float.Select(x => (object)x), Gen.Long.Select(x => (object)x), Gen.String.AlphaNumeric.Select(x => (object)x),
            Gen.Float.Array[1, 9].Select(x => (object)x), Gen.Long.Array[1, 9].Select(x => (object)x), Gen.String.AlphaNumeric.Array[1, 9].Select(x => (object)x))
        .Sample(value =>
        {
            var node = new NodeProto();
            node.Attributes.Add(new("it", value));
            var model = new ModelProto { IrVersion = 8 };
            model.OpsetImports.Add(new() { Version = 17 });
            model.Graph.Nodes.Add(node);
            Assert.Equal(value, OnnxModel.Load(new MemoryStream(Bytes(new(model)))).Nodes[0].Attributes[0].Value);
        });

    [Fact]
    public void Fields_that_are_not_known_survive()
    {
        var bytes = Bytes(SmallGraphs.EveryOperator());
        byte[] foreign = [.. bytes, 0x28, 0x07, 0x32, 0x02, (byte)'h', (byte)'i']; // model_version = 7, doc_string = "hi"
        var again = Bytes(OnnxModel.Load(new MemoryStream(foreign)));
        Assert.Equal(foreign, again);
    }

    [Fact]
    public void Packed_and_typed_fields_of_other_writers_are_read()
    {
        // TensorProto { dims: packed [2], data_type: FLOAT, float_data: packed [1, 2] }
        byte[] tensor = [0x0A, 0x01, 0x02, 0x10, 0x01, 0x22, 0x08, 0, 0, 0x80, 0x3F, 0, 0, 0, 0x40];
        var read = new TensorProto();
        using var input = new Google.Protobuf.CodedInputStream(tensor);
        read.MergeFrom(input);
        Assert.Equal([2L], read.Dims);
        Assert.Equal([1f, 2f], read.ToArray<float>());
    }

    [Fact]
    public void A_file_of_another_kind_is_refused()
    {
        var error = Assert.Throws<InputException>(() => OnnxModel.Load(new MemoryStream("{\"not\": \"onnx\"}"u8.ToArray()), "model.onnx"));
        Assert.StartsWith("model.onnx: is not an ONNX model", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<InputException>(() => OnnxModel.Load(new MemoryStream([]), "empty.onnx"));
        Assert.StartsWith("empty.onnx: is not an ONNX model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_file_is_refused()
    {
        var bytes = Bytes(SmallGraphs.EveryOperator());
        Assert.Throws<InputException>(() => OnnxModel.Load(new MemoryStream(bytes[..(bytes.Length / 2)])));
    }

    [Fact]
    public void A_model_above_2_GB_is_refused_before_a_byte_is_written()
    {
        var g = new GraphBuilder();
        var model = g.Build();
        var block = new byte[1 << 30];
        for (var i = 0; i < 2; i++) model.Initializers.Add(new() { Name = $"w{i}", Type = OnnxType.UInt8, RawData = block });
        using var stream = new MemoryStream();
        Assert.Contains("exceeds 2 GB", Assert.Throws<InputException>(() => model.Save(stream)).Message, StringComparison.Ordinal);
        Assert.Equal(0, stream.Length);
    }

    private static byte[] Bytes(OnnxModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }
}
