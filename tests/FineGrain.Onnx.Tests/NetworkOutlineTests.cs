using FineGrain.Core;
using FineGrain.Onnx.Messages;

namespace FineGrain.Onnx.Tests;

public sealed class NetworkOutlineTests : IDisposable
{
    private const int Rows = 500, Columns = 20; // 40 kB of floats

    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-").FullName;
    private readonly string file;

    public NetworkOutlineTests()
    {
        file = Path.Combine(folder, "whole.onnx");
        Network().Save(file);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Large_constants_stay_in_the_file()
    {
        var outline = Read();
        Assert.Equal(["table", "bytes"], outline.Constants.Select(c => c.Name));
        Assert.Equal([OnnxType.Float, OnnxType.Int8], outline.Constants.Select(c => c.Type));
        Assert.Equal([[Rows, Columns], [Rows * Columns * 4]], outline.Constants.Select(c => c.Dims));
        var whole = File.ReadAllBytes(file);
        foreach (var (constant, tensor) in outline.Constants.Zip(Network().Initializers.Where(t => outline.Constants.Any(c => c.Name == t.Name))))
            Assert.Equal(tensor.RawData.ToArray(), whole[(int)constant.Offset..((int)constant.Offset + constant.Length)]);
        Assert.InRange(outline.Bytes.Length, 1, 10_000);
    }

    [Fact]
    public void The_rest_is_the_same()
    {
        var (whole, outline) = (OnnxModel.Load(file), OnnxModel.Load(new MemoryStream(Read().Bytes)));
        Assert.Equal(whole.Nodes.Select(n => n.OpType), outline.Nodes.Select(n => n.OpType));
        Assert.Equal(whole.Initializers.Select(t => (t.Name, t.Type, t.Count)), outline.Initializers.Select(t => (t.Name, t.Type, t.Count)));
        Assert.All(whole.Initializers.Zip(outline.Initializers), pair => Assert.Equal(pair.First.RawData.Length < NetworkOutline.Large ? pair.First.RawData.ToArray() : [], pair.Second.RawData.ToArray()));
        foreach (var model in new[] { whole, outline }) model.Initializers.Clear();
        Assert.Equal(whole.Proto.CalculateSize(), outline.Proto.CalculateSize());
    }

    [Fact]
    public void The_reference_reader_finds_the_constants_through_the_outline()
    {
        PythonOnnx.Need();
        var outline = Path.Combine(folder, "outline.onnx");
        File.WriteAllBytes(outline, Read().Bytes);
        var (code, output) = PythonOnnx.Run("""
            import sys, onnx
            from onnx import numpy_helper
            onnx.checker.check_model(sys.argv[2])
            whole, outline = (onnx.load(p) for p in sys.argv[1:])
            for a, b in zip(whole.graph.initializer, outline.graph.initializer):
                assert a.name == b.name and (numpy_helper.to_array(a) == numpy_helper.to_array(b)).all()
            for model in whole, outline: del model.graph.initializer[:]
            print(whole == outline)
            """, file, outline);
        Assert.Equal((0, "True"), (code, output.Trim()));
    }

    [Fact]
    public void A_network_without_large_constants_is_its_own_outline()
    {
        SmallGraphs.EveryOperator().Save(file);
        var outline = Read();
        Assert.Empty(outline.Constants);
        Assert.Equal(File.ReadAllBytes(file), outline.Bytes);
    }

    [Theory]
    [InlineData(0.02)] // in the table
    [InlineData(0.5)] // in the bytes
    [InlineData(0.999)] // behind them
    public void A_cut_file_is_refused(double part)
    {
        var bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..(int)(bytes.Length * part)]);
        Refused();
    }

    [Theory]
    [InlineData("{\"not\": \"onnx\"}")]
    [InlineData("\u000f")] // a type of field that there is not
    [InlineData("\u0008")] // a field without its value
    public void A_file_of_another_kind_is_refused(string text)
    {
        File.WriteAllText(file, text);
        Refused();
    }

    private void Refused() => Assert.StartsWith($"{file}: is not an ONNX model, or damaged", Assert.Throws<InputException>(Read).Message, StringComparison.Ordinal);

    private NetworkOutline Read()
    {
        using var stream = File.OpenRead(file);
        return NetworkOutline.Read(stream);
    }

    private static OnnxModel Network()
    {
        var g = new GraphBuilder("outlined");
        var rows = g.Gather(g.Constant("table", SmallGraphs.Numbers(Rows * Columns), Rows, Columns), g.Input("ids", OnnxType.Int64, "batch"));
        g.Output("y", g.Add(rows, g.Constant("bias", SmallGraphs.Numbers(Columns), Columns)), OnnxType.Float, "batch", Columns);
        var model = g.Build();
        model.Initializers.Add(TensorProto.Of("bytes", OnnxType.Int8, Enumerable.Range(0, Rows * Columns * 4).Select(i => (sbyte)(i % 251)).ToArray(), [Rows * Columns * 4]));
        return model;
    }
}
