using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;
using FineGrain.Data.Spans.Tags;

namespace FineGrain.Data.Spans.Columns;

/// <summary>
/// Sentences of a column file: a token and its tag on each line, a blank line between sentences. Only spaces and tabs part columns: an ideographic or
/// no-break space may be a token. A <c>-DOCSTART-</c> line begins a document and is no sentence.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="source">Columns and delimiter.</param>
/// <param name="extras">Whether the tag is the last column but one, and the last is kept with it (aspect-bio).</param>
internal sealed class ColumnSentences(SourceFile file, SourceRecipe source, bool extras)
{
    private const string DocumentStart = "-DOCSTART-";
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>The sentences, lazily. A sentence with a line that cannot be read is left out whole, and its error goes to the file's collector.</summary>
    public IEnumerable<ColumnSentence> Read()
    {
        var sentence = new ColumnSentence();
        var (good, documents) = (true, 0);
        foreach (var line in file.Lines())
        {
            var starts = line.Text.StartsWith(DocumentStart, StringComparison.Ordinal);
            if (starts || line.Text.AsSpan().Trim(Blanks).Length == 0)
            {
                if (good && (sentence.Lines.Count > 0 || sentence.Text is not null)) yield return sentence;
                if (starts) documents++;
                (sentence, good) = (new() { Document = documents }, true);
            }
            else if (good) good = Take(line, sentence);
        }
        if (good && (sentence.Lines.Count > 0 || sentence.Text is not null)) yield return sentence;
    }

    private bool Take(TextLine line, ColumnSentence sentence)
    {
        if (sentence.Line == 0) sentence.Line = line.Number;
        try
        {
            if (sentence.Lines.Count == 0 && SentenceComment.Read(line.Text, sentence)) return true;
        }
        catch (FormatException e)
        {
            file.Bad(line.Number, $"{e.Message}.", e);
            return false;
        }
        var columns = source.Delimiter.Length == 0 ? line.Text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries) : line.Text.Split(source.Delimiter is "tab" or @"\t" ? "\t" : source.Delimiter);
        var (token, tag) = (source.TokenColumn - 1, source.TagColumn > 0 ? source.TagColumn - 1 : columns.Length - (extras ? 2 : 1));
        var last = Math.Max(token, tag) + (extras ? 1 : 0);
        if (tag < 0 || last >= columns.Length || token == tag || columns[token].Length == 0)
        {
            file.Bad(line.Number, $"a token and its tag{(extras ? " and polarity" : "")} are expected, found {columns.Length} column(s): '{Short(line.Text)}'. "
                + "Mend the line, or set 'delimiter', 'token_column' and 'tag_column'. The sentence is left out.");
            return false;
        }
        sentence.Lines.Add(line.Number);
        sentence.Tokens.Add(source.PositionDigit && columns[token].Length > 1 && char.IsAsciiDigit(columns[token][^1]) ? columns[token][..^1] : columns[token]);
        sentence.Tags.Add(Tag.Parse(columns[tag]));
        if (extras) sentence.Extras.Add(columns[tag + 1]);
        return true;
    }

    private static string Short(string text) => text.Length <= 60 ? text : $"{text[..60]}…";
}
