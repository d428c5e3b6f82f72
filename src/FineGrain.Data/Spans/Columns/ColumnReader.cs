using FineGrain.Core;
using FineGrain.Data.Spans.Joining;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Spans.Columns;

/// <summary>Reads <c>format: conll</c>.</summary>
internal sealed class ColumnReader(SpanSource source)
{
    private readonly ColumnSentences sentences = new(source.File, source.Recipe, extras: false);

    /// <summary>One example a sentence, lazily; the file is read twice where the scheme or the joiner is open.</summary>
    public IEnumerable<Example> Read()
    {
        var conventions = ColumnConventions.Of(source, () => new ColumnSentences(source.File.Quiet(), source.Recipe, extras: false).Read());
        var broken = new BrokenSequences(source, conventions.Scheme);
        foreach (var sentence in sentences.Read())
            if (broken.Read(sentence) is { } spans && source.Build(sentence.Line, () => Example(sentence, spans, conventions.Joiner)) is { } example)
                yield return example;
        broken.State();
    }

    private Example Example(ColumnSentence sentence, IReadOnlyList<Span> spans, TextJoiner? joiner)
    {
        var (text, offsets) = Text(sentence, joiner);
        var example = source.Of(sentence.Id, text, spans.Select(s => ColumnSentence.InText(s, offsets)));
        return sentence.Document == 0 ? example : example with { Fields = new Dictionary<string, string> { ["document"] = $"{sentence.Document}" } };
    }

    /// <summary>The text of a sentence and where its tokens stand.</summary>
    internal static (string Text, Offset[] Tokens) Text(ColumnSentence sentence, TextJoiner? joiner)
    {
        if (joiner is not null) return joiner.Join(sentence.Tokens);
        var text = sentence.Text ?? throw new FormatException("the sentence has no comment '# text = …', which 'joiner: text' takes the text from. Set 'joiner' to space, none or cjk");
        return (text, TokenAlignment.Of(sentence.Tokens, text));
    }
}
