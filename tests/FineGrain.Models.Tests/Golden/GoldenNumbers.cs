using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.Golden;

/// <summary>Numbers that tests/oracles/models.py took from PyTorch.</summary>
internal static class GoldenNumbers
{
    private static readonly JsonNode root = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "models.json")))!;

    public static JsonNode At(params string[] path) => path.Aggregate(root, (node, key) => node[key]!);

    public static Tensor Tensor(params string[] path) => Of(At(path));

    public static Tensor Of(JsonNode node) =>
        tensor([.. node["values"]!.AsArray().Select(v => (float)v!)], [.. node["shape"]!.AsArray().Select(d => (long)d!)]);

    public static IEnumerable<(string Name, Tensor Values)> Weights(string part) => At(part, "weights").AsObject().Select(w => (w.Key, Of(w.Value!)));

    public static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.shape, actual.shape);
        var (e, a) = (expected.flatten().data<float>().ToArray(), actual.detach().contiguous().flatten().data<float>().ToArray());
        for (var i = 0; i < e.Length; i++) Assert.True(Math.Abs(e[i] - a[i]) <= tolerance, $"element {i}: expected {e[i]}, got {a[i]}");
    }
}
