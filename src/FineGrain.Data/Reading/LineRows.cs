using FineGrain.Core.Recipes;

namespace FineGrain.Data.Reading;

/// <summary>Rows of plain text: "label text" on each line, or one text a line.</summary>
internal sealed class LineRows(SourceFile file, SourceRecipe source)
{
    /// <summary>Rows of <c>format: lines</c>: the label ends at the first space or tab.</summary>
    public IEnumerable<RawRow> Labelled()
    {
        foreach (var line in file.Lines())
        {
            var text = line.Text.Trim();
            if (text.Length == 0) continue;
            var cut = text.AsSpan().IndexOfAny(' ', '\t');
            if (cut < 0) file.Bad(line.Number, $"'label text' is expected, found only '{text}'. For one text a line use 'format: text' and 'label: =name'.");
            else yield return Row(line.Number, text[(cut + 1)..].TrimStart(), text[..cut]);
        }
    }

    /// <summary>Rows of <c>format: text</c>: the whole line is the text.</summary>
    /// <param name="every">Whether every line counts as it stands; else texts are trimmed and blank lines skipped.</param>
    public IEnumerable<RawRow> Texts(bool every)
    {
        foreach (var line in file.Lines())
            if (every) yield return Row(line.Number, line.Text, null);
            else if (!string.IsNullOrWhiteSpace(line.Text)) yield return Row(line.Number, line.Text.Trim(), null);
    }

    private RawRow Row(int line, string text, string? label)
    {
        var columns = new Dictionary<string, string>(2, StringComparer.Ordinal) { [source.Text] = text };
        if (label is not null) columns[source.Label] = label;
        return new RawRow(line, "", columns);
    }
}
