using FineGrain.Core;
using FineGrain.Inference.Sessions;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using FineGrain.Onnx.Tests;

namespace FineGrain.Inference.Tests;

public sealed class SharedNetworkTests : IDisposable
{
    private const int Words = 500, Width = 64;

    private static readonly Batch Batch = new()
    {
        Rows = 2, Length = 5, InputIds = [1, 2, 300, 4, 499, 6, 77, 8, 0, 0], AttentionMask = [1, 1, 1, 1, 1, 1, 1, 1, 0, 0], TokenTypeIds = new long[10], Indices = [0, 1], Tokens = 8,
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Sessions_on_shared_weights_compute_what_one_computes_that_has_its_own()
    {
        var network = Write("model.onnx");
        using var own = new OnnxSession(File.ReadAllBytes(network), network, new() { Threads = 1 });
        using var first = OnnxSession.Open(network, new() { Threads = 1 });
        using var second = first.Again(new() { Threads = 2 });
        var expected = own.Logits(Batch);
        Assert.Equal(expected, first.Logits(Batch));
        Assert.Equal(expected, second!.Logits(Batch), (x, y) => Math.Abs(x - y) < 1e-5);
    }

    [Fact]
    public void A_link_to_a_file_elsewhere_is_opened_like_the_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        var network = Write("有 空格.bin");
        Directory.CreateDirectory(folder["model"]);
        File.CreateSymbolicLink(folder["model/model.onnx"], "../有 空格.bin");
        Directory.CreateSymbolicLink(folder["link"], folder["model"]);
        using var file = OnnxSession.Open(network, new() { Threads = 1 });
        foreach (var path in new[] { "model/model.onnx", "link/model.onnx" })
        {
            using var link = OnnxSession.Open(folder[path], new() { Threads = 1 });
            Assert.Equal(file.Logits(Batch), link.Logits(Batch));
        }
    }

    [Fact]
    public void There_is_no_other_session_once_the_file_has_changed()
    {
        var network = Write("model.onnx");
        using var first = OnnxSession.Open(network, new() { Threads = 1 });
        var expected = first.Logits(Batch);
        File.SetLastWriteTimeUtc(network, DateTime.UnixEpoch);
        Assert.Null(first.Again(new() { Threads = 1 }));
        File.Delete(network);
        Assert.Null(first.Again(new() { Threads = 1 }));
        Assert.Equal(expected, first.Logits(Batch));
    }

    [Theory]
    [InlineData(2)] // rows that the file does not have
    [InlineData(-1)]
    [InlineData(long.MaxValue / 1000)]
    public void A_weight_that_does_not_fit_its_shape_is_an_error_of_the_file(long times)
    {
        var network = Write("model.onnx");
        var model = OnnxModel.Load(network);
        model.Initializers.Single(t => t.Name == "table").Dims[0] *= times;
        model.Save(network);
        Assert.StartsWith($"{network}: ", Assert.Throws<InputException>(() => OnnxSession.Open(network, new())).Message, StringComparison.Ordinal);
    }

    /// <summary>A table, filters and a product, each large enough to be shared, and each of its own kind to ONNX Runtime: read in place, rewritten, packed.</summary>
    private string Write(string name)
    {
        var g = new GraphBuilder("shared");
        var ids = g.Input("input_ids", OnnxType.Int64, "batch", "length");
        var x = g.Gather(g.Constant("table", SmallGraphs.Numbers(Words * Width), Words, Width), ids);
        x = g.Conv(g.Transpose(x, 0, 2, 1), g.Constant("filters", SmallGraphs.Numbers(Width * Width * 3), Width, Width, 3), g.Constant("filters.bias", SmallGraphs.Numbers(Width), Width), 1, 1);
        x = g.MatMul(g.ReduceMax(x, [2]), g.Constant("product", SmallGraphs.Numbers(Width * 2 * Width), Width, 2 * Width));
        g.Output("logits", x, OnnxType.Float, "batch", 2 * Width);
        g.Save(folder[name]);
        return folder[name];
    }
}
