using FineGrain.Core;
using FineGrain.Core.Calibrating;
using FineGrain.Core.Spans;
using FineGrain.Data.Batching;
using FineGrain.Data.Tokenization;

namespace FineGrain.Inference.Aspects;

/// <summary>
/// Reads triplets off the table over pairs of units: terms from the diagonal, and for each aspect and opinion the mean probabilities of the cells between them. They are a triplet
/// when its polarities together are likelier than not. After Wu et al. 2020, section 3.2, with probabilities in place of counted tags.
/// </summary>
/// <param name="polarities">The polarities in column order.</param>
public sealed class TripletDecoder(IReadOnlyList<string> polarities)
{
    private readonly TripletColumns columns = new(polarities.Count);

    /// <summary>The triplets of a text, by aspect, then by opinion.</summary>
    /// <param name="encoded">The text.</param>
    /// <param name="logits">Its table without padding, U×U×columns.</param>
    public IReadOnlyList<Triplet> Decode(EncodedExample encoded, ReadOnlySpan<float> logits)
    {
        ArgumentNullException.ThrowIfNull(encoded);
        var units = encoded.Units;
        var table = Probabilities(logits, units.Length);
        var terms = Terms(table, units.Length);
        var found = new List<Triplet>();
        foreach (var opinion in terms.Where(t => t.Column != TripletColumns.Aspect))
        {
            var words = In(units, opinion, "opinion");
            if (opinion.Column != TripletColumns.Opinion)
            {
                found.Add(new(new(0, 0, polarities[opinion.Column - columns.Alone(0)]), words));
                continue;
            }
            foreach (var aspect in terms.Where(t => t.Column == TripletColumns.Aspect))
                if (Judgement(table, units.Length, aspect, opinion) is { } polarity) found.Add(new(In(units, aspect, polarities[polarity]), words));
        }
        return [.. found.OrderBy(t => t.Aspect.Start).ThenBy(t => t.Aspect.End).ThenBy(t => t.Opinion.Start)];
    }

    /// <summary>Runs of the diagonal; two neighbours are one term where the cell between them says so too.</summary>
    private List<Term> Terms(double[] table, int count)
    {
        var terms = new List<Term>();
        for (var i = 0; i < count; i++)
        {
            var column = Best(table, count, i, i);
            if (column == TripletColumns.Nothing) continue;
            if (terms is [.., var before] && before.Last == i - 1 && before.Column == column && Best(table, count, i - 1, i) == column) terms[^1] = before with { Last = i };
            else terms.Add(new(i, i, column));
        }
        return terms;
    }

    /// <summary>The likeliest column that a term can have; an opinion's polarity without an aspect does not part it from its neighbours' other columns.</summary>
    private int Best(double[] table, int count, int i, int j)
    {
        var cell = table.AsSpan(((i * count) + j) * columns.Count, columns.Count);
        var best = TripletColumns.Nothing;
        for (var c = 1; c < columns.Count; c++)
            if ((c <= TripletColumns.Opinion || c >= columns.Alone(0)) && cell[c] > cell[best]) best = c;
        return best;
    }

    private int? Judgement(double[] table, int count, Term aspect, Term opinion)
    {
        var sums = new double[columns.Polarities];
        var cells = 0;
        for (var i = aspect.First; i <= aspect.Last; i++)
            for (var j = opinion.First; j <= opinion.Last; j++, cells++)
                for (var k = 0; k < sums.Length; k++) sums[k] += table[((((Math.Min(i, j) * count) + Math.Max(i, j)) * columns.Count) + TripletColumns.Pair(k))];
        return sums.Sum() > 0.5 * cells ? Array.IndexOf(sums, sums.Max()) : null;
    }

    private double[] Probabilities(ReadOnlySpan<float> logits, int count)
    {
        var table = new double[count * count * columns.Count];
        for (var i = 0; i < count; i++)
            for (var j = i; j < count; j++)
            {
                var at = ((i * count) + j) * columns.Count;
                var cell = logits.Slice(at, columns.Count);
                var result = table.AsSpan(at, columns.Count);
                for (var c = 0; c < result.Length; c++) result[c] = cell[c];
                Calibrator.Softmax(result);
            }
        return table;
    }

    private static Core.Span In(Offset[] units, Term term, string label) => new(units[term.First].Start, units[term.Last].End, label);

    private readonly record struct Term(int First, int Last, int Column);
}
