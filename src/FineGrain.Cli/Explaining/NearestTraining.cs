using FineGrain.Analysis.Explaining;
using FineGrain.Core;
using FineGrain.Core.Spans;
using FineGrain.Data.Batching;
using FineGrain.Data.Tokenization;
using FineGrain.Models;
using FineGrain.Models.Explaining;

namespace FineGrain.Cli.Explaining;

/// <summary>The training examples, of a model that marks spans their gold spans, whose representation lies nearest by cosine. Training data are read once.</summary>
internal sealed class NearestTraining
{
    private readonly TextModel network;
    private readonly ExampleEncoder encoder;
    private readonly CancellationToken stop;
    private readonly IReadOnlyList<Neighbour> candidates;
    private readonly float[][] vectors;

    /// <param name="network">The network, in evaluation mode.</param>
    /// <param name="encoder">Text to model input.</param>
    /// <param name="training">The training examples; asked aspects stand in them one an example.</param>
    /// <param name="layer">Where gold spans stand, of a model that marks spans; null for others.</param>
    /// <param name="stop">Stops between two batches.</param>
    /// <exception cref="InputException">There is no gold span to compare with.</exception>
    public NearestTraining(TextModel network, ExampleEncoder encoder, IReadOnlyList<Example> training, string? layer, CancellationToken stop)
    {
        (this.network, this.encoder, this.stop) = (network, encoder, stop);
        EncodedExample[] encoded = [.. training.Select(encoder.Encode)];
        if (layer is null)
        {
            candidates = [.. training.Select(e => new Neighbour(e.Id, e.Text, string.Join('|', e.Labels), 0) { Source = e.Source })];
            vectors = Vectors(training, encoded, null);
            return;
        }
        List<(int Example, Span Span, UnitSpan Units)> gold = [.. training.SelectMany((e, i) => e.SpansOf(layer).Select(s => (i, s, Units(encoded[i].Units, s)))).Where(s => s.Item3.End > s.Item3.Start)];
        if (gold.Count == 0) throw new InputException("--neighbours", $"has no annotated {layer} to compare a span with. Name the training data with their spans, such as data/train.jsonl of the run folder.");
        candidates = [.. gold.Select(g => new Neighbour(training[g.Example].Id, training[g.Example].Text, g.Span.Label, 0) { Start = g.Span.Start, End = g.Span.End, Source = training[g.Example].Source })];
        vectors = Vectors(training, encoded, [.. gold.Select(g => (g.Example, g.Units))]);
    }

    /// <summary>The nearest of a text, or of a span of it in units.</summary>
    public IReadOnlyList<Neighbour> Of(Example example, UnitSpan? span, int count)
    {
        var query = Vectors([example], [encoder.Encode(example)], span is { } s ? [(0, s)] : null)[0];
        return [.. vectors.Select((v, i) => candidates[i] with { Similarity = v.Zip(query, (a, b) => (double)a * b).Sum() }).OrderByDescending(n => n.Similarity).Take(count)];
    }

    /// <summary>Vectors of the examples, or of spans of them.</summary>
    private float[][] Vectors(IReadOnlyList<Example> examples, EncodedExample[] encoded, IReadOnlyList<(int Example, UnitSpan Span)>? spans)
    {
        var found = new float[spans?.Count ?? examples.Count][];
        var ofExample = spans?.Index().ToLookup(s => s.Item.Example, s => s.Index);
        foreach (var batch in EvaluationBatches.Of(examples, encoded, encoder))
        {
            stop.ThrowIfCancellationRequested();
            int[] wanted = ofExample is null ? batch.Indices : [.. batch.Indices.SelectMany(i => ofExample[i])];
            if (wanted.Length == 0) continue;
            var rows = ofExample is null
                ? Representations.Of(network, batch)
                : Representations.OfSpans(network, batch, [.. batch.Indices.Index().SelectMany(row => ofExample[row.Item].Select(s => (row.Index, spans![s].Span)))]);
            for (var r = 0; r < rows.Length; r++) found[wanted[r]] = rows[r];
        }
        return found;
    }

    /// <summary>The units that a stretch of the text touches; an empty span where truncation left none.</summary>
    private static UnitSpan Units(Offset[] units, Span span)
    {
        var first = Array.FindIndex(units, u => u.End > span.Start);
        return first < 0 ? default : new(first, Array.FindLastIndex(units, u => u.Start < span.End) + 1, 0);
    }
}
