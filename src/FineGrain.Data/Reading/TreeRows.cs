using FineGrain.Core.Recipes;

namespace FineGrain.Data.Reading;

/// <summary>Rows of Penn Treebank sentiment trees, one tree a line: whole sentences, or every labelled phrase once.</summary>
internal sealed class TreeRows(SourceFile file, SourceRecipe source)
{
    /// <summary>
    /// The rows, lazily; column <c>node</c> tells sentence from phrase. Of phrases with the same words the first of the file is taken,
    /// sentences before their parts.
    /// </summary>
    public IEnumerable<RawRow> Read()
    {
        var phrases = source.Nodes == "phrases";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in file.Lines())
        {
            if (string.IsNullOrWhiteSpace(line.Text) || Tree(line) is not { Nodes.Count: > 0 } tree) continue;
            if (!phrases)
            {
                yield return Row(line.Number, "", tree.Text(tree.Nodes[0]), tree.Nodes[0].Label, "sentence");
                continue;
            }
            for (var i = 0; i < tree.Nodes.Count; i++)
            {
                var text = tree.Text(tree.Nodes[i]);
                if (seen.Add(text)) yield return Row(line.Number, $"#{i}", text, tree.Nodes[i].Label, i == 0 ? "sentence" : "phrase");
            }
        }
    }

    private SentimentTree? Tree(TextLine line)
    {
        try
        {
            return SentimentTree.Parse(line.Text);
        }
        catch (FormatException e)
        {
            file.Bad(line.Number, $"not a sentiment tree like '(3 (2 It) (4 shines))': {e.Message}.", e);
            return null;
        }
    }

    private RawRow Row(int line, string suffix, string text, string label, string node) =>
        new(line, suffix, new Dictionary<string, string>(3, StringComparer.Ordinal) { [source.Text] = text, [source.Label] = label, ["node"] = node });
}
