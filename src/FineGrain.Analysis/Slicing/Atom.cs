using System.Globalization;

namespace FineGrain.Analysis.Slicing;

/// <summary>A slice by one property, or the intersection of two.</summary>
internal sealed record Atom(string Property, string Where, string Kind, Selection Rows, Atom? First = null, Atom? Second = null)
{
    private const int MostValues = 50;

    public static Atom Both(Atom a, Atom b) => new($"{a.Property} {b.Property}", $"{a.Where} and {b.Where}", a.Kind == b.Kind ? a.Kind : a.Kind == "term" || b.Kind == "term" ? "term" : a.Kind == "column" || b.Kind == "column" ? "column" : "slice", a.Rows.And(b.Rows), a, b);

    /// <summary>The slices of one property that together are all rows: yes and no, the values of a word, each of several names (these overlap), the quarters of a number (equal numbers stay together).</summary>
    public static IEnumerable<Atom> Of(Column column)
    {
        var name = column.Property.Name;
        var kind = name is "gold" or "predicted" or "entity_label" ? "label" : column.Property.Meaning.StartsWith("column ", StringComparison.Ordinal) ? "column" : "slice";
        var shown = Name(name);
        switch (column.Property.Kind)
        {
            case PropertyKind.Flag:
                yield return new(name, shown, kind, Selection.Where(column.Flags.Length, i => column.Flags[i]));
                yield return new(name, $"not {shown}", kind, Selection.Where(column.Flags.Length, i => !column.Flags[i]));
                break;
            case PropertyKind.Number:
                var sorted = column.Numbers.Where(n => !double.IsNaN(n)).Order().ToArray();
                if (sorted.Length == 0) break;
                double[] borders = [.. Enumerable.Range(1, 3).Select(q => sorted[Math.Max(0, (sorted.Length * q + 3) / 4 - 1)]).Distinct().Where(b => b < sorted[^1])];
                if (borders.Length == 0 && sorted[0] < sorted[^1]) borders = [sorted.Last(n => n < sorted[^1])]; // most have the largest value: the others are a slice
                for (var b = 0; b <= borders.Length; b++)
                {
                    double low = b == 0 ? double.NegativeInfinity : borders[b - 1], high = b == borders.Length ? double.PositiveInfinity : borders[b];
                    string?[] ends = [b == 0 ? null : $"{shown} > {Text(low)}", b == borders.Length ? null : $"{shown} <= {Text(high)}"];
                    if (borders.Length > 0) yield return new(name, string.Join(" and ", ends.OfType<string>()), kind, Selection.Where(column.Numbers.Length, i => column.Numbers[i] > low && column.Numbers[i] <= high));
                }
                break;
            case PropertyKind.Word:
                foreach (var (value, _) in column.Words.CountBy(w => w, StringComparer.Ordinal).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(MostValues))
                    yield return new(name, $"{shown} == {Quoted(value)}", kind, Selection.Where(column.Words.Length, i => column.Words[i] == value));
                break;
            case PropertyKind.Names:
                foreach (var (value, _) in column.Words.SelectMany(w => w.Split('|').Distinct()).CountBy(w => w, StringComparer.Ordinal).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(MostValues))
                    yield return new(name, $"{shown} == {Quoted(value)}", kind, Selection.Where(column.Words.Length, i => column.Has(i, value)));
                break;
            default:
                break;
        }
    }

    public static string Quoted(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    private static string Name(string name) => name.All(c => char.IsLetterOrDigit(c) || c is '_' or '.') && !char.IsDigit(name[0]) ? name : $"column.{Quoted(name.StartsWith("column.", StringComparison.Ordinal) ? name[7..] : name)}";

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
