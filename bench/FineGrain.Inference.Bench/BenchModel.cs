using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Tokenization;
using FineGrain.Models;
using FineGrain.Onnx;

namespace FineGrain.Inference.Bench;

/// <summary>Untrained encoders in model folders, written by the code that writes trained ones: speed does not depend on what the weights say.</summary>
internal static class BenchModel
{
    private const int Length = 128;

    /// <summary>Two layers, 10 MB: vocabulary 8,000, width 192, 4 heads, inner width 768.</summary>
    public static void WriteSmall(string folder)
    {
        var words = Path.Combine(Path.GetTempPath(), $"finegrain-bench-{Environment.ProcessId}-vocab.txt");
        File.WriteAllLines(words, Words());
        try
        {
            Write(folder, new() { Layers = 2, Width = 192, Heads = 4, Inner = 768 }, Tokenizer.Load(words));
        }
        finally
        {
            File.Delete(words);
        }
    }

    /// <summary>Six layers, 12 heads, width 384, inner width 1536, and the vocabulary of a tokenizer: the shape of MiniLM.</summary>
    public static void WriteEncoder(string folder, string tokenizer) => Write(folder, new() { Layers = 6, Width = 384, Heads = 12, Inner = 1536 }, Tokenizer.Load(tokenizer));

    private static void Write(string folder, TransformerRecipe recipe, Tokenizer tokenizer)
    {
        var manifest = new ModelManifest
        {
            Name = "bench",
            Task = "classify",
            Target = "label",
            Labels = ["negative", "positive"],
            Encoding = new() { MaxLength = Length },
        };
        using var model = ModelFactory.Create(recipe, new() { VocabularySize = tokenizer.VocabularySize, MaxLength = Length, PaddingId = tokenizer.PaddingId, Outputs = 2, Target = "label" }, seed: 1);
        model.eval();
        var graph = new GraphBuilder();
        model.Emit(graph);
        var network = graph.Build();
        void Fill(string temporary)
        {
            tokenizer.Save(Path.Combine(temporary, ModelFolder.TokenizerFile));
            network.Save(Path.Combine(temporary, ModelFolder.OnnxFile));
        }

        ModelFolder.Write(folder, manifest, Fill);
        SelfTest[] tests;
        using (var predictor = Predictor.Open(folder))
            tests = [.. new[] { "a good film", "no movement, no yuks, not much of anything." }.Select(t => new SelfTest(t, null, predictor.Logits([predictor.Encode(t)])[0], 1e-3f))];
        ModelFolder.Write(folder, manifest with { SelfTests = tests }, Fill);
    }

    // Special tokens, every letter as a beginning and as a continuation, then pairs and triples of letters.
    private static IEnumerable<string> Words()
    {
        const int vocabulary = 8000;
        var letters = "abcdefghijklmnopqrstuvwxyz".Select(c => $"{c}").ToList();
        var pairs = letters.SelectMany(a => letters.Select(b => a + b)).ToList();
        return new[] { "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", ",", "!", "?", "'", "-" }
            .Concat(letters).Concat(letters.Select(l => $"##{l}")).Concat(pairs).Concat(pairs.Select(p => $"##{p}"))
            .Concat(letters.SelectMany(a => pairs.Select(p => a + p))).Take(vocabulary);
    }
}
