using FineGrain.Analysis.Statistics;

namespace FineGrain.Analysis.Slicing;

/// <summary>
/// Tries every slice by one property, by two, by a frequent word, and by a word with a gold label; keeps those that are worse than the rest after correction for all that were tried,
/// and of those that overlap only what says something of its own.
/// </summary>
internal sealed class SliceSearch(PropertyTable table, SliceTests tests, TermIndex terms, SliceOptions options)
{
    /// <summary>Knowing that the model is wrong where it is wrong, or unsure where it is unsure, explains nothing.</summary>
    private static readonly string[] Circular = ["correct", "loss", "confidence"];

    private const int MostPairs = 20_000, MostTested = 400;
    private const double Overlap = 0.6, Adds = 0.01, Explains = 0.05;

    public SliceSearchResult Run()
    {
        var smallest = options.MinSupport > 0 ? options.MinSupport : Math.Max(20, (table.Rows + 99) / 100);
        List<Atom> atoms = [.. table.Properties.Where(p => p.Kind != PropertyKind.Text && !Circular.Contains(p.Name) && !table.RepeatsGold(p.Name)).SelectMany(p => Atom.Of(table[p.Name])).Where(Fits)];
        List<Atom> words = [.. terms.Atoms(smallest)];
        var gold = atoms.Where(a => a.Property == "gold");
        List<Atom> tried = [.. atoms, .. words, .. Pairs(atoms, atoms).Take(MostPairs).Where(Fits), .. words.SelectMany(w => gold.Select(g => Atom.Both(w, g))).Where(Fits)];
        double[] p = [.. tried.Select(a => tests.PValue(a.Rows))];
        var adjusted = MultipleTesting.Adjust(options.Correction, p);
        var significant = Enumerable.Range(0, tried.Count).Where(i => adjusted[i] < options.Level)
            .OrderBy(i => p[i]).ThenByDescending(i => tried[i].Rows.Count).ThenBy(i => tried[i].Where, StringComparer.Ordinal).Take(MostTested);
        var kept = new List<(Atom Atom, double Adjusted)>();
        foreach (var i in significant)
            if (kept.Count < options.Most && SaysMore(tried[i], kept)) kept.Add((tried[i], adjusted[i]));
        return new(tried.Count, [.. kept.Select(k => tests.Score(k.Atom, k.Adjusted)).OrderByDescending(s => s.Gain).ThenBy(s => s.Where, StringComparer.Ordinal)]);

        bool Fits(Atom a) => a.Rows.Count >= smallest && a.Rows.Count <= table.Rows - smallest;
    }

    /// <summary>Intersections of two properties; gold and answer together would only name the confusion.</summary>
    private static IEnumerable<Atom> Pairs(List<Atom> left, List<Atom> right)
    {
        for (var i = 0; i < left.Count; i++)
            for (var j = i + 1; j < right.Count; j++)
                if (left[i].Property != right[j].Property && (left[i].Kind, right[j].Kind) is not ("label", "label")) yield return Atom.Both(left[i], right[j]);
    }

    private bool SaysMore(Atom atom, List<(Atom Atom, double Adjusted)> kept)
    {
        // An intersection must be worse than each of its two parts alone.
        if (atom is { First: { } a, Second: { } b } && (tests.PValueWithin(atom.Rows, a.Rows) > Adds || tests.PValueWithin(atom.Rows, b.Rows) > Adds)) return false;
        foreach (var (other, _) in kept)
        {
            var both = atom.Rows.CountWith(other.Rows);
            if (both > Overlap * (atom.Rows.Count + other.Rows.Count - both)) return false;
            // What is left of it beside the stronger slice must still be worse than the rest.
            if (both > 0 && tests.PValue(atom.Rows.Without(other.Rows)) is not < Explains) return false;
        }
        return true;
    }
}
