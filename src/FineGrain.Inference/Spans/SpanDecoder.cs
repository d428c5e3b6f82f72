using FineGrain.Core;
using FineGrain.Core.Spans;
using FineGrain.Data.Batching;
using FineGrain.Data.Tokenization;
using FineGrain.Inference.Aspects;

namespace FineGrain.Inference.Spans;

/// <summary>Turns the logits of a text's units into spans of the original text.</summary>
public sealed class SpanDecoder
{
    private readonly ModelManifest manifest;
    private readonly TagDecoder? tags;
    private readonly GridDecoder? stretches;
    private readonly TripletDecoder? triplets;
    private readonly double abstainBelow;

    /// <summary>The decoder of a model that marks spans.</summary>
    /// <param name="manifest">Head, scheme and labels.</param>
    /// <param name="transitions">Scores of neighbouring tags of a crf, row-major [K + 2, K]; null for other heads.</param>
    /// <param name="abstainBelow">Spans with a lower score are left out; null takes what the manifest says.</param>
    public SpanDecoder(ModelManifest manifest, float[]? transitions, double? abstainBelow = null)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        this.manifest = manifest;
        this.abstainBelow = abstainBelow ?? manifest.AbstainBelow;
        var spans = manifest.Spans ?? throw new ArgumentException("the model marks no spans", nameof(manifest));
        if (spans.Layer == "triplets")
        {
            triplets = new(manifest.Labels);
            return;
        }
        if (spans.Head == "biaffine")
        {
            stretches = new(manifest.Labels.Count);
            return;
        }
        var set = new TagSet(spans.Scheme, manifest.Labels);
        tags = new(set, transitions ?? set.Rules());
    }

    /// <summary>Whether the network scores stretches of units, not units.</summary>
    public bool ScoresStretches => tags is null;

    /// <summary>Whether it finds triplets, not spans.</summary>
    public bool FindsTriplets => triplets is not null;

    /// <summary>The answer to <paramref name="example"/>.</summary>
    /// <param name="example">The example; its gold spans and fields are carried over.</param>
    /// <param name="encoded">Its encoding, for the units.</param>
    /// <param name="logits">Its logits without padding, as <see cref="LogitRows"/> gives them.</param>
    /// <exception cref="InputException">A logit is not a finite number: the network was broken in training.</exception>
    public Prediction Decode(Example example, EncodedExample encoded, ReadOnlySpan<float> logits)
    {
        ArgumentNullException.ThrowIfNull(encoded);
        return triplets is null ? Answer(example, Spans(example.Id, encoded, logits), Probabilities(Gold(example), encoded, logits)) : Answer(example, Triplets(example.Id, encoded, logits));
    }

    /// <summary>The triplets of an encoded text, by aspect, then by opinion.</summary>
    /// <param name="id">Named in errors.</param>
    /// <param name="encoded">The text.</param>
    /// <param name="logits">Its logits without padding.</param>
    /// <exception cref="InputException">A logit is not a finite number.</exception>
    /// <exception cref="InvalidOperationException">The model marks spans.</exception>
    public IReadOnlyList<Triplet> Triplets(string id, EncodedExample encoded, ReadOnlySpan<float> logits)
    {
        FiniteLogits.Check(id, logits);
        return (triplets ?? throw new InvalidOperationException("the model marks spans; it finds no triplets")).Decode(encoded, logits);
    }

    /// <summary>The answer that consists of triplets.</summary>
    /// <param name="example">The example; its gold triplets and fields are carried over.</param>
    /// <param name="found">The triplets.</param>
    public static Prediction Answer(Example example, IReadOnlyList<Triplet> found) => new()
    {
        Id = example.Id,
        Text = example.Text,
        Triplets = found,
        GoldTriplets = example.Triplets.Count == 0 ? null : example.Triplets,
        Fields = example.Fields.Count == 0 ? null : example.Fields,
    };

    /// <summary>The spans of an encoded text, by start, then by end.</summary>
    /// <param name="id">Named in errors.</param>
    /// <param name="encoded">The text.</param>
    /// <param name="logits">Its logits without padding.</param>
    /// <exception cref="InputException">A logit is not a finite number.</exception>
    /// <exception cref="InvalidOperationException">The model finds triplets.</exception>
    public IReadOnlyList<ScoredSpan> Spans(string id, EncodedExample encoded, ReadOnlySpan<float> logits)
    {
        ArgumentNullException.ThrowIfNull(encoded);
        FiniteLogits.Check(id, logits);
        var units = encoded.Units;
        var found = tags?.Decode(logits, units.Length) ?? stretches?.Decode(logits, units.Length) ?? throw new InvalidOperationException("the model finds triplets; it marks no spans");
        return [.. found.Where(f => f.Score >= abstainBelow)
            .Select(f => new ScoredSpan(units[f.Span.Start].Start, units[f.Span.End - 1].End, manifest.Labels[f.Span.Label], f.Score))
            .OrderBy(s => s.Start).ThenBy(s => s.End).ThenBy(s => s.Label, StringComparer.Ordinal)];
    }

    /// <summary>How probable any spans of an encoded text are, whether or not they are found: 0 where the model cannot give one, as its borders cut a unit or its label is unknown.</summary>
    /// <param name="asked">Spans of the original text.</param>
    /// <param name="encoded">The text.</param>
    /// <param name="logits">Its logits without padding.</param>
    /// <exception cref="InputException">A logit is not a finite number.</exception>
    public IReadOnlyList<double> Probabilities(IReadOnlyList<Span> asked, EncodedExample encoded, ReadOnlySpan<float> logits)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(encoded);
        if (asked.Count == 0) return []; // as in serving, where nothing is annotated
        UnitSpan?[] places = [.. asked.Select(s => Place(s, encoded.Units))];
        UnitSpan[] known = [.. places.OfType<UnitSpan>()];
        var scores = tags?.Probabilities(logits, encoded.Units.Length, known) ?? stretches?.Probabilities(logits, encoded.Units.Length, known) ?? throw new InvalidOperationException("the model finds triplets; it marks no spans");
        var next = 0;
        return [.. places.Select(p => p is null ? 0 : scores[next++])];
    }

    /// <summary>The gold spans that the model is judged by.</summary>
    internal IReadOnlyList<Span> Gold(Example example) => example.SpansOf(manifest.Spans!.Layer);

    /// <summary>The answer that consists of <paramref name="spans"/>.</summary>
    /// <param name="example">The example; its gold spans and fields are carried over.</param>
    /// <param name="spans">The spans.</param>
    /// <param name="goldScores">Probability of each gold span.</param>
    public Prediction Answer(Example example, IReadOnlyList<ScoredSpan> spans, IReadOnlyList<double> goldScores)
    {
        ArgumentNullException.ThrowIfNull(example);
        var gold = Gold(example);
        return new()
        {
            Id = example.Id,
            Text = example.Text,
            Pair = example.Pair,
            Spans = spans,
            GoldSpans = gold.Count == 0 ? null : gold,
            GoldScores = gold.Count == 0 ? null : goldScores,
            Fields = example.Fields.Count == 0 ? null : example.Fields,
        };
    }

    private UnitSpan? Place(Span span, Offset[] units)
    {
        int first = Array.FindIndex(units, u => u.Start == span.Start), last = Array.FindIndex(units, u => u.End == span.End), label = 0;
        while (label < manifest.Labels.Count && manifest.Labels[label] != span.Label) label++;
        return first < 0 || last < first || label == manifest.Labels.Count ? null : new(first, last + 1, label);
    }
}
