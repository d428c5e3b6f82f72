using FineGrain.Core;
using FineGrain.Core.Recipes;

namespace FineGrain.Data.Reading;

/// <summary>
/// Rows of CoNLL columns: one token a line, its tag in the last column, sentences apart by blank lines. The text is rebuilt with the joiner of the source,
/// and every tag sequence becomes spans of that text.
/// </summary>
internal sealed class ConllRows(SourceFile file, SourceRecipe source)
{
    private const string DocumentStart = "-DOCSTART-";

    /// <summary>The rows; the file is read whole first, since the scheme shows only in all of its tags.</summary>
    public IEnumerable<RawRow> Read()
    {
        var sentences = Sentences().ToList();
        var scheme = source.Scheme == "auto" ? TagScheme.Detect(sentences.Select(s => s.Tags)) : source.Scheme;
        foreach (var sentence in sentences)
            if (Row(sentence, scheme) is { } row)
                yield return row;
    }

    private IEnumerable<TaggedSentence> Sentences()
    {
        var (document, documents) = (new TaggedSentence(0), 0);
        foreach (var line in file.Lines())
        {
            var text = line.Text.Trim(' ', '\t');
            if (text.Length == 0 || text.StartsWith(DocumentStart, StringComparison.Ordinal))
            {
                if (document.Tokens.Count > 0) yield return document;
                if (text.Length > 0) documents++;
                document = new(documents);
                continue;
            }
            var columns = text.Split((char[])['\t', ' '], StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length < 2)
            {
                file.Bad(line.Number, $"a token and its tag are expected, found only '{text}'. A blank line ends a sentence; a token without an entity has the tag O.");
                continue;
            }
            document.Add(line.Number, source.PositionDigit && columns[0] is { Length: > 1 } token && char.IsAsciiDigit(token[^1]) ? columns[0][..^1] : columns[0], columns[^1]);
        }
        if (document.Tokens.Count > 0) yield return document;
    }

    private RawRow? Row(TaggedSentence sentence, string scheme)
    {
        var starts = new int[sentence.Tokens.Count];
        var ends = new int[starts.Length];
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < starts.Length; i++)
        {
            if (i > 0) text.Append(source.Joiner);
            starts[i] = text.Length;
            ends[i] = text.Append(sentence.Tokens[i]).Length;
        }
        try
        {
            var spans = TagScheme.Spans(scheme, sentence.Tags, repair: source.Broken == "repair");
            var columns = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [source.Text] = text.ToString(),
                ["entities"] = SpanColumn.Write(spans.Select(s => new Span(starts[s.First], ends[s.Last], s.Type)), "type"),
            };
            if (sentence.Document > 0) columns["document"] = $"{sentence.Document}";
            return new(sentence.Lines[0], "", columns);
        }
        catch (BrokenTagException e)
        {
            file.Bad(sentence.Lines[e.Position], $"{e.Message} Mend the line, or set 'broken: repair' to let it begin a span.", e);
            return null;
        }
    }

    private sealed class TaggedSentence(int document)
    {
        public int Document { get; } = document;

        public List<int> Lines { get; } = [];

        public List<string> Tokens { get; } = [];

        public List<string> Tags { get; } = [];

        public void Add(int line, string token, string tag)
        {
            Lines.Add(line);
            Tokens.Add(token);
            Tags.Add(tag);
        }
    }
}
