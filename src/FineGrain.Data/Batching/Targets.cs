using FineGrain.Core;
using FineGrain.Data.Spans.Units;

namespace FineGrain.Data.Batching;

/// <summary>Gold annotation as numbers for the loss.</summary>
/// <param name="target">label, labels, number or spans.</param>
/// <param name="labels">The label set.</param>
/// <param name="spans">Head, scheme and layer for target spans; null for others.</param>
public sealed class Targets(string target, LabelSet labels, SpanManifest? spans = null)
{
    private readonly SpanCodec? codec = spans is null ? null : new(spans, labels);

    /// <summary>Class columns of an example; none when unlabelled.</summary>
    /// <exception cref="InputException">A label outside the label set.</exception>
    public int[] Columns(Example example) => [.. example.Labels.Select(l => labels.IndexOf(l, example.Source ?? example.Id))];

    /// <summary>Targets of encoded rows as <see cref="Batch.Targets"/> describes them; spans need the encoding, others do not look at it.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="encoded">Their encodings.</param>
    /// <param name="units">Padded number of units of the batch.</param>
    public float[] Of(IReadOnlyList<Example> rows, IReadOnlyList<EncodedExample> encoded, int units) => codec?.Targets(rows, encoded, units) ?? Of(rows);

    /// <summary>Targets of the rows as <see cref="Batch.Targets"/> describes them: class indices (B; -100 = unlabelled), flags (B×C) or numbers (B; NaN = none).</summary>
    public float[] Of(IReadOnlyList<Example> rows) => target switch
    {
        "number" => [.. rows.Select(r => r.Number is { } number ? (float)number : float.NaN)],
        "labels" => Flags(rows),
        _ => [.. rows.Select(r => r.Label is { } label ? (float)labels.IndexOf(label, r.Source ?? r.Id) : -100f)],
    };

    /// <summary>
    /// Mixup targets (Zhang et al. 2018, equation 1): share · own + (1 − share) · partner's; a distribution or flags (B×C), or numbers (B).
    /// </summary>
    public float[] Mixed(IReadOnlyList<Example> rows, int[] mixWith, float[] mixShare)
    {
        var plain = target == "number" ? Of(rows) : Flags(rows);
        var width = plain.Length / rows.Count;
        var mixed = new float[plain.Length];
        for (var i = 0; i < mixed.Length; i++)
        {
            var row = i / width;
            mixed[i] = (mixShare[row] * plain[i]) + ((1 - mixShare[row]) * plain[(mixWith[row] * width) + (i % width)]);
        }
        return mixed;
    }

    private float[] Flags(IReadOnlyList<Example> rows)
    {
        var flags = new float[rows.Count * labels.Count];
        for (var r = 0; r < rows.Count; r++)
            foreach (var column in Columns(rows[r])) flags[(r * labels.Count) + column] = 1;
        return flags;
    }
}
