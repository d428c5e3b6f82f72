using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models;
using FineGrain.Models.Losses;
using FineGrain.Training.Distillation;

namespace FineGrain.Training.Tests.Distillation;

/// <summary>Sixteen rows of odd lengths over 19 ids; the first twelve have gold.</summary>
internal static class TinyLesson
{
    public const int Rows = 16, Labelled = 12, Labels = 3;
    public static readonly TransformerRecipe Large = new() { Width = 12, Layers = 3, Heads = 3, Inner = 20, Dropout = 0 };
    public static readonly TransformerRecipe Small = new() { Width = 8, Layers = 2, Heads = 2, Inner = 9, Dropout = 0.1 };
    public static readonly CnnRecipe Convolution = new() { Width = 7, Filters = 5, Windows = [2, 3] };

    public static TextModel Model(ModelRecipe recipe, int seed) => ModelFactory.Create(recipe, new() { VocabularySize = 19, MaxLength = 9, Outputs = Labels, Target = "label" }, seed);

    public static Batch Batch(params int[] rows)
    {
        var texts = rows.Select(r => Enumerable.Range(0, 2 + (r % 5)).Select(i => 1L + ((r * 7) + (i * i * 3)) % 18).ToArray()).ToArray();
        var length = texts.Max(t => t.Length);
        return new()
        {
            Rows = rows.Length,
            Length = length,
            InputIds = [.. texts.SelectMany(t => t.Concat(new long[length - t.Length]))],
            AttentionMask = [.. texts.SelectMany(t => t.Select(_ => 1L).Concat(new long[length - t.Length]))],
            TokenTypeIds = new long[rows.Length * length],
            Targets = [.. rows.Select(r => r < Labelled ? r % Labels : -100f)],
            Indices = rows,
            Tokens = texts.Sum(t => t.Length),
        };
    }

    /// <summary>The teacher's own answers to all rows.</summary>
    public static Lessons Ask(TextModel teacher)
    {
        teacher.eval();
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var still = TorchSharp.torch.no_grad();
        return new()
        {
            Answers = [.. Enumerable.Range(0, Rows).Select(r => teacher.Logits(ModelInput.From(Batch(r))).data<float>().ToArray())],
            Labelled = Labelled,
        };
    }

    public static Loss Gold => new CrossEntropy();

    /// <summary>Four batches of four rows, the same in every epoch.</summary>
    public sealed class Source : IBatchSource
    {
        public int Count(int epoch) => 4;

        public IEnumerable<Batch> Epoch(int epoch, int skip) => Enumerable.Range(0, 4).Skip(skip).Select(i => Batch(i, i + 4, i + 8, i + 12));
    }
}
