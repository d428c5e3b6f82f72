using FineGrain.Core;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Causes;

/// <summary>Training data with spans, and what probes that have not seen a text mark in it: several answers for each text, from different folds.</summary>
public sealed class SpanView
{
    /// <summary>Answers for each text.</summary>
    public const int Repetitions = 3;

    private const int FoldCount = 4, Epochs = 4;

    /// <summary>Trains the probes.</summary>
    /// <param name="train">Training examples.</param>
    /// <param name="dev">The part of dev that choices are made on.</param>
    /// <param name="layer">entities or aspects.</param>
    /// <param name="seed">Seed of folds and probes.</param>
    public SpanView(IReadOnlyList<Example> train, IReadOnlyList<Example> dev, string layer = "entities", int seed = 1)
    {
        (Train, Dev, Layer) = (train, dev, layer);
        Labels = [.. train.Concat(dev).SelectMany(Spans).Select(s => s.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        TrainFeatures = [.. train.Select(e => new TokenFeatures(e.Text))];
        DevFeatures = [.. dev.Select(e => new TokenFeatures(e.Text))];
        int[][] tags = [.. train.Select((e, r) => TrainFeatures[r].Tags(Spans(e), Labels))];
        TrainAnswers = [.. train.Select(_ => new List<Span>[Repetitions])];
        DevAnswers = [.. dev.Select(_ => new List<Span>[Repetitions])];
        string[] keys = [.. train.Select(e => e.Text)];
        var strata = new int[train.Count];
        for (var repetition = 0; repetition < Repetitions; repetition++)
        {
            var fold = Folds.Of(keys, strata, FoldCount, seed + repetition);
            for (var f = 0; f < FoldCount; f++)
            {
                var seen = Enumerable.Range(0, fold.Length).Where(r => fold[r] != f).ToArray();
                var probe = SpanProbe.Learn([.. seen.Select(r => TrainFeatures[r])], [.. seen.Select(r => tags[r])], 1 + (2 * Labels.Count), Epochs, (100 * seed) + (10 * repetition) + f);
                for (var r = 0; r < fold.Length; r++) if (fold[r] == f) TrainAnswers[r][repetition] = TrainFeatures[r].Spans(probe.Tag(TrainFeatures[r]), Labels);
                // Of each repetition one probe answers dev: as many answers for a dev text as for a training text.
                if (f == 0) for (var r = 0; r < dev.Count; r++) DevAnswers[r][repetition] = DevFeatures[r].Spans(probe.Tag(DevFeatures[r]), Labels);
            }
        }
    }

    /// <summary>Training examples.</summary>
    public IReadOnlyList<Example> Train { get; }

    /// <summary>Dev examples.</summary>
    public IReadOnlyList<Example> Dev { get; }

    /// <summary>entities or aspects.</summary>
    public string Layer { get; }

    /// <summary>Labels of the spans.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Features of the training texts.</summary>
    public TokenFeatures[] TrainFeatures { get; }

    /// <summary>Features of the dev texts.</summary>
    public TokenFeatures[] DevFeatures { get; }

    /// <summary>Spans of each training text, one list for each repetition.</summary>
    public List<Span>[][] TrainAnswers { get; }

    /// <summary>Spans of each dev text.</summary>
    public List<Span>[][] DevAnswers { get; }

    /// <summary>Gold spans of an example.</summary>
    public IReadOnlyList<Span> Spans(Example example) => example.SpansOf(Layer);
}
