using FineGrain.Core;
using FineGrain.Data.Tokenization;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;

namespace FineGrain.Inference.Bench;

/// <summary>An untrained two-layer encoder of 10 MB in a model folder: vocabulary 8,000, width 192, 4 heads, inner width 768, maximum length 128, mean pooling.</summary>
internal static class BenchModel
{
    private const int Vocabulary = 8000, Width = 192, Heads = 4, Inner = 768, Length = 128, Layers = 2;

    public static void Write(string folder)
    {
        var manifest = new ModelManifest
        {
            Name = "bench",
            Task = "classify",
            Target = "label",
            Labels = ["negative", "positive"],
            Encoding = new() { MaxLength = Length },
        };
        ModelFolder.Write(folder, manifest, Fill);
        using var predictor = Predictor.Open(folder);
        var logits = predictor.Logits([predictor.Encode("a good film")])[0];
        ModelFolder.Write(folder, manifest with { SelfTests = [new("a good film", null, logits, 1e-3f)] }, Fill);
    }

    private static void Fill(string folder)
    {
        var words = Path.Combine(folder, "vocab.txt");
        File.WriteAllLines(words, Words());
        Tokenizer.Load(words).Save(Path.Combine(folder, ModelFolder.TokenizerFile));
        File.Delete(words);
        Network().Save(Path.Combine(folder, ModelFolder.OnnxFile));
    }

    // Special tokens, every letter as a beginning and as a continuation, then pairs and triples of letters.
    private static IEnumerable<string> Words()
    {
        var letters = "abcdefghijklmnopqrstuvwxyz".Select(c => $"{c}").ToList();
        var pairs = letters.SelectMany(a => letters.Select(b => a + b)).ToList();
        return new[] { "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", ",", "!", "?", "'", "-" }
            .Concat(letters).Concat(letters.Select(l => $"##{l}")).Concat(pairs).Concat(pairs.Select(p => $"##{p}"))
            .Concat(letters.SelectMany(a => pairs.Select(p => a + p))).Take(Vocabulary);
    }

    private static OnnxModel Network()
    {
        var random = new Random(1);
        var g = new GraphBuilder("bench");
        var ids = g.Input("input_ids", OnnxType.Int64, "batch", "length");
        var mask = g.Input("attention_mask", OnnxType.Int64, "batch", "length");
        var positions = g.Slice(Weight("position", Length, Width), 0, g.Integers(0), g.Dim(ids, 1)); // (T, D)
        var x = g.Add(g.Gather(Weight("embedding", Vocabulary, Width), ids), positions); // (B, T, D)
        var blocked = g.Equal(g.Unsqueeze(mask, 1, 2), g.Scalar(0L)); // (B, 1, 1, T)
        for (var layer = 0; layer < Layers; layer++)
        {
            using var scope = g.Scope($"layer.{layer}");
            var query = Split(Linear(x, "query", Width), 0, 2, 1, 3);
            var key = Split(Linear(x, "key", Width), 0, 2, 3, 1);
            var value = Split(Linear(x, "value", Width), 0, 2, 1, 3);
            var scores = g.Where(blocked, g.Scalar(float.MinValue), g.Mul(g.MatMul(query, key), 1 / MathF.Sqrt(Width / Heads))); // (B, H, T, T)
            var mixed = g.Reshape(g.Transpose(g.MatMul(g.Softmax(scores), value), 0, 2, 1, 3), 0, 0, Width); // (B, T, D)
            x = Norm(g.Add(x, Linear(mixed, "output", Width)));
            x = Norm(g.Add(x, Linear(g.Gelu(Linear(x, "up", Inner)), "down", Width, Inner)));
        }
        var weights = g.Unsqueeze(g.Cast(mask, OnnxType.Float), -1); // (B, T, 1)
        var pooled = g.Div(g.ReduceSum(g.Mul(x, weights), [1]), g.ReduceSum(weights, [1])); // (B, D)
        g.Output("logits", Linear(pooled, "head", 2), OnnxType.Float, "batch", 2);
        return g.Build();

        OnnxValue Weight(string name, int rows, int columns) =>
            g.Constant(name, [.. Enumerable.Range(0, rows * columns).Select(_ => ((float)random.NextDouble() - 0.5f) * 0.2f)], rows, columns);
        OnnxValue Linear(OnnxValue input, string name, int outputs, int inputs = Width) =>
            g.Add(g.MatMul(input, Weight($"{name}.weight", inputs, outputs)), g.Constant($"{name}.bias", new float[outputs], outputs));
        OnnxValue Split(OnnxValue input, params int[] order) => g.Transpose(g.Reshape(input, 0, 0, Heads, Width / Heads), order);
        OnnxValue Norm(OnnxValue input) =>
            g.LayerNormalization(input, g.Constant("norm.weight", Enumerable.Repeat(1f, Width).ToArray(), Width), g.Constant("norm.bias", new float[Width], Width), 1e-12f);
    }
}
