using FineGrain.Core;
using FineGrain.Models.Safetensors;
using TorchSharp;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Safetensors;

/// <summary>Files to and from tensors.</summary>
public sealed class SafetensorsFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Bool)]
    public void Values_type_and_shape_survive(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var tensor = (arange(24) % 5).reshape(2, 3, 4).to_type(type);
        SafetensorsFile.Write(path, [("x", tensor), ("empty", zeros([0, 3], dtype: type)), ("scalar", tensor[1, 1, 1])]);
        var read = SafetensorsFile.Read(path);
        Assert.Equal(type, read["x"].dtype);
        Assert.True(tensor.equal(read["x"]).all().ToBoolean());
        Assert.Equal([2L, 3L, 4L], read["x"].shape);
        Assert.Equal([0L, 3L], read["empty"].shape);
        Assert.Empty(read["scalar"].shape);
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void Half_precision_is_widened_without_loss(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var halves = tensor(new[] { 1f, -0.333f, 65000f, 1e-5f, float.PositiveInfinity }).to_type(type);
        SafetensorsFile.Write(path, [("x", halves)]);
        var read = SafetensorsFile.Read(path)["x"];
        Assert.Equal(ScalarType.Float32, read.dtype);
        Assert.Equal(halves.to_type(ScalarType.Float32).data<float>().ToArray(), read.data<float>().ToArray());
    }

    [Fact]
    public void A_transposed_view_is_written_in_its_own_order()
    {
        using var scope = NewDisposeScope();
        var view = arange(6, dtype: ScalarType.Float32).reshape(2, 3).t();
        SafetensorsFile.Write(path, [("x", view)]);
        Assert.Equal([0f, 3, 1, 4, 2, 5], SafetensorsFile.Read(path)["x"].data<float>().ToArray());
    }

    [Fact]
    public void A_slice_is_written_from_its_own_beginning()
    {
        using var scope = NewDisposeScope();
        SafetensorsFile.Write(path, [("x", arange(6, dtype: ScalarType.Float32).narrow(0, 2, 3))]);
        Assert.Equal([2f, 3, 4], SafetensorsFile.Read(path)["x"].data<float>().ToArray());
    }

    [Fact]
    public void The_same_tensors_give_the_same_bytes_in_any_order()
    {
        using var scope = NewDisposeScope();
        (string, Tensor)[] tensors = [("b", ones(2)), ("a", zeros(3)), ("ids", ones(2, ScalarType.Int64))];
        SafetensorsFile.Write(path, tensors);
        var first = File.ReadAllBytes(path);
        SafetensorsFile.Write(path, tensors.Reverse());
        Assert.Equal(first, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_tensor_larger_than_one_piece_is_written_and_read_in_several()
    {
        const long count = (1L << 27) + 3; // one piece is 2^27 elements
        using var scope = NewDisposeScope();
        var flags = zeros(count, ScalarType.Bool);
        foreach (var at in new[] { 0L, (1L << 27) - 1, 1L << 27, count - 1 }) flags[at] = tensor(true);
        SafetensorsFile.Write(path, [("x", flags)]);
        Assert.Equal(flags.numel(), SafetensorsFile.Read(path)["x"].eq(flags).sum().ToInt64());
    }

    [Fact]
    public void Nothing_stays_alive_beyond_what_is_returned()
    {
        using (var weight = ones(4, 4).to_type(ScalarType.BFloat16)) SafetensorsFile.Write(path, [("x", weight)]);
        var before = LiveTensors.Here;
        for (var i = 0; i < 5; i++)
            foreach (var tensor in SafetensorsFile.Read(path).Values) tensor.Dispose();
        Assert.Equal(before, LiveTensors.Here);
    }

    [Fact]
    public void An_unwritable_place_is_a_clear_error()
    {
        using var one = ones(1);
        Assert.Throws<InputException>(() => SafetensorsFile.Write(Path.Combine(path, "below-a-file"), [("x", one)]));
    }

    public void Dispose() => File.Delete(path);
}
