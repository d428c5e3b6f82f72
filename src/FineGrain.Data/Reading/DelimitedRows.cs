using System.Text;
using FineGrain.Core;
using FineGrain.Core.Recipes;

namespace FineGrain.Data.Reading;

/// <summary>Rows of CSV and TSV: RFC 4180 quoting with newlines inside quotes, or plain splitting; any delimiter.</summary>
internal sealed class DelimitedRows(SourceFile file, string delimiter, bool quotes, bool header)
{
    /// <summary>A reader as the recipe describes it.</summary>
    public static DelimitedRows Of(SourceRecipe source, string format, SourceFile file)
    {
        var delimiter = source.Delimiter switch { "" => format == "csv" ? "," : "\t", @"\t" or "tab" => "\t", var given => given };
        var quotes = source.Quotes == "yes" || (source.Quotes == "auto" && format == "csv");
        return new(file, delimiter, quotes, source.Header);
    }

    /// <summary>The rows, lazily. A row with another number of columns than the first is a bad row; blank lines are skipped.</summary>
    public IEnumerable<RawRow> Read()
    {
        string[]? names = null;
        foreach (var (line, fields) in Records())
        {
            if (fields is [""]) continue;
            if (names is null)
            {
                names = header ? Names(line, fields) : [.. Enumerable.Range(1, fields.Count).Select(i => $"{i}")];
                if (header) continue;
            }
            if (fields.Count != names.Length)
            {
                file.Bad(line, $"{fields.Count} columns where {(header ? "the header" : "the first row")} has {names.Length} ({string.Join(", ", names)}). "
                    + $"Mend the row, or set 'delimiter' (now '{Shown}') or 'quotes' (now {(quotes ? "yes" : "no")}).");
                continue;
            }
            var columns = new Dictionary<string, string>(names.Length, StringComparer.Ordinal);
            for (var i = 0; i < names.Length; i++) columns[names[i]] = fields[i];
            yield return new RawRow(line, "", columns);
        }
    }

    private string Shown => delimiter == "\t" ? "tab" : delimiter;

    private string[] Names(int line, List<string> fields)
    {
        var twice = fields.GroupBy(f => f, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? [.. fields] : throw new InputException(file.Where(line), $"column '{twice.Key}' stands twice in the header. Rename one, or set 'header: false'.");
    }

    private IEnumerable<(int Line, List<string> Fields)> Records()
    {
        using var lines = file.Lines().GetEnumerator();
        while (lines.MoveNext())
        {
            var first = lines.Current;
            if (!quotes || !first.Text.Contains('"', StringComparison.Ordinal)) yield return (first.Number, [.. first.Text.Split(delimiter)]);
            else if (Quoted(lines) is { } fields) yield return (first.Number, fields);
        }
    }

    /// <summary>Fields of the record that begins on the current line; null for a bad one. Moves over the lines that its quotes span.</summary>
    private List<string>? Quoted(IEnumerator<TextLine> lines)
    {
        var fields = new List<string>();
        var (line, at, begin) = (lines.Current, 0, lines.Current.Number);
        while (true)
        {
            if (at < line.Text.Length && line.Text[at] == '"')
            {
                var field = new StringBuilder();
                at++;
                while (true)
                {
                    var close = line.Text.IndexOf('"', at);
                    if (close < 0)
                    {
                        field.Append(line.Text, at, line.Text.Length - at).Append(line.Ending);
                        if (!lines.MoveNext())
                        {
                            file.Bad(begin, "a quoted field never ends. Close the quote, double quotes inside fields (\"\"), or set 'quotes: no'.");
                            return null;
                        }
                        (line, at) = (lines.Current, 0);
                        continue;
                    }
                    field.Append(line.Text, at, close - at);
                    at = close + 1;
                    if (at >= line.Text.Length || line.Text[at] != '"') break;
                    field.Append('"');
                    at++;
                }
                fields.Add(field.ToString());
                if (at == line.Text.Length) return fields;
                if (string.CompareOrdinal(line.Text, at, delimiter, 0, delimiter.Length) != 0)
                {
                    file.Bad(line.Number, $"'{line.Text[at]}' follows the closing quote of column {fields.Count}; the delimiter '{Shown}' must. Double quotes inside fields (\"\"), or set 'quotes: no'.");
                    return null;
                }
            }
            else
            {
                var next = line.Text.IndexOf(delimiter, at, StringComparison.Ordinal);
                fields.Add(line.Text[at..(next < 0 ? line.Text.Length : next)]);
                if (next < 0) return fields;
                at = next;
            }
            at += delimiter.Length;
        }
    }
}
