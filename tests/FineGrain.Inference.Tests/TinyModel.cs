using FineGrain.Core;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;

namespace FineGrain.Inference.Tests;

/// <summary>A whole model folder with one masked attention layer and odd sizes, in milliseconds and without training.</summary>
internal static class TinyModel
{
    /// <summary>A width whose matrices are large enough to be quantized.</summary>
    public const int Wide = 150;

    private static readonly string[] Vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "good", "bad", "film", "very", "not", "the", "is", "this", ".", "!"];

    public static string[] Words => Vocabulary[5..];

    /// <summary>A row of numbers for each token, <paramref name="others"/> where <paramref name="words"/> names none.</summary>
    public static float[] Table(float[] others, params (string Word, float[] Row)[] words) =>
        [.. Vocabulary.SelectMany(token => Array.Find(words, w => w.Word == token).Row ?? others)];

    public static ModelManifest Manifest(string target = "label", params string[] labels) => new()
    {
        Name = "tiny",
        Task = "classify",
        Target = target,
        Labels = labels,
        Encoding = new() { MaxLength = 64 },
    };

    /// <summary>Writes a folder with as many outputs as the manifest has labels.</summary>
    public static ModelFolder Write(string path, ModelManifest manifest, bool selfTests = true, int width = 6)
    {
        var folder = ModelFolder.Write(path, manifest, f => Fill(f, Math.Max(1, manifest.Labels.Count), width));
        if (!selfTests) return folder;
        using var predictor = Predictor.Open(path);
        SelfTest[] tests = [.. new[] { "this film is very good", "not good!" }.Select(t => new SelfTest(t, null, predictor.Logits([predictor.Encode(t)])[0], 1e-4f))];
        return ModelFolder.Write(path, manifest with { SelfTests = tests }, f => Fill(f, Math.Max(1, manifest.Labels.Count), width));
    }

    public static void Fill(string folder, int outputs, int width = 6) => Fill(folder, Network(outputs, width));

    public static void Fill(string folder, OnnxModel network)
    {
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), Vocabulary);
        FineGrain.Data.Tokenization.Tokenizer.Load(Path.Combine(folder, "vocab.txt")).Save(Path.Combine(folder, "tokenizer.json"));
        File.Delete(Path.Combine(folder, "vocab.txt"));
        network.Save(Path.Combine(folder, "model.onnx"));
        File.WriteAllText(Path.Combine(folder, "config.json"), "{}");
    }

    public static OnnxModel Network(int outputs, int width = 6)
    {
        var g = new GraphBuilder("tiny");
        var ids = g.Input("input_ids", OnnxType.Int64, "batch", "length");
        var mask = g.Input("attention_mask", OnnxType.Int64, "batch", "length");
        var x = g.Gather(g.Constant("embedding", SmallNumbers(Vocabulary.Length * width, 0.9f), Vocabulary.Length, width), ids); // (B, T, D)
        var real = g.Cast(mask, OnnxType.Bool);
        var scores = g.MatMul(g.MatMul(x, g.Constant("query", SmallNumbers(width * width, 1.3f, 9f / (width * width)), width, width)), g.Transpose(x, 0, 2, 1)); // (B, T, T)
        scores = g.Where(g.Unsqueeze(real, 1), scores, g.Scalar(-1e9f));
        x = g.Add(x, g.Gelu(g.MatMul(g.Softmax(scores), x))); // (B, T, D)
        var weights = g.Unsqueeze(g.Cast(mask, OnnxType.Float), -1); // (B, T, 1)
        var pooled = g.Div(g.ReduceSum(g.Mul(x, weights), [1]), g.ReduceSum(weights, [1])); // (B, D)
        g.Output("logits", g.MatMul(pooled, g.Constant("head", SmallNumbers(width * outputs, 2.1f), width, outputs)), OnnxType.Float, "batch", outputs);
        return g.Build();
    }

    private static float[] SmallNumbers(int n, float step, float size = 1.5f) => [.. Enumerable.Range(1, n).Select(i => MathF.Sin(i * step) * size)];
}
