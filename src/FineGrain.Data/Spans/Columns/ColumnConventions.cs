using FineGrain.Core;
using FineGrain.Data.Spans.Joining;
using FineGrain.Data.Spans.Tags;

namespace FineGrain.Data.Spans.Columns;

/// <summary>The scheme and joiner of a column file: those of the recipe, or found by reading the file once, and then stated.</summary>
/// <param name="Scheme">Tag scheme.</param>
/// <param name="Joiner">Joiner; null where each sentence brings its text.</param>
internal sealed record ColumnConventions(TagScheme Scheme, TextJoiner? Joiner)
{
    /// <summary>Settles what the recipe leaves open.</summary>
    /// <exception cref="InputException">The tags point two ways.</exception>
    public static ColumnConventions Of(SpanSource source, Func<IEnumerable<ColumnSentence>> read)
    {
        var (scheme, joiner) = (source.Recipe.Scheme, source.Recipe.Joiner);
        var tags = new SchemeEvidence();
        var tokens = new JoinerEvidence();
        var (sentences, texts) = (0, 0);
        if (scheme == "auto" || joiner == "auto")
            foreach (var sentence in read())
            {
                sentences++;
                if (sentence.Text is not null) texts++;
                tags.Add(sentence.Tags);
                tokens.Add(sentence.Tokens);
            }
        return new(scheme == "auto" ? Detected(source, tags) : TagScheme.Named(scheme), joiner switch
        {
            "text" => null,
            "auto" when sentences > 0 && texts == sentences => Stated(source, "joiner 'text': every sentence has a comment with its text", null),
            "auto" => Joined(source, tokens),
            _ => TextJoiner.Named(joiner),
        });
    }

    private static TagScheme Detected(SpanSource source, SchemeEvidence evidence)
    {
        var (scheme, reason) = evidence.Conclude();
        if (scheme is null) throw new InputException(source.File.Name, $"the tag scheme is not clear: {reason}. Set 'scheme' to the one that is meant: {string.Join(", ", TagScheme.All.Select(s => s.Name))}.");
        source.Note($"scheme '{scheme.Name}': {reason}");
        return scheme;
    }

    private static TextJoiner? Joined(SpanSource source, JoinerEvidence evidence)
    {
        var (joiner, reason) = evidence.Conclude();
        return Stated(source, $"joiner '{joiner.Name}': {reason}", joiner);
    }

    private static TextJoiner? Stated(SpanSource source, string note, TextJoiner? joiner)
    {
        source.Note(note);
        return joiner;
    }
}
