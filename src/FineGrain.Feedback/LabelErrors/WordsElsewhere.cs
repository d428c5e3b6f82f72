using FineGrain.Core;

namespace FineGrain.Feedback.LabelErrors;

/// <summary>
/// How often words are marked in other texts: evidence on whether they are a span at all, which models that do not know the words lack. Of which label, and with which
/// borders, the place decides more than the words, so that is not asked here.
/// </summary>
internal sealed class WordsElsewhere
{
    private readonly Dictionary<string, Counts> all = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Words, int Row), Counts> own = [];

    /// <summary>Counts the words of all spans.</summary>
    public WordsElsewhere(IReadOnlyList<Example> examples, Func<Example, IReadOnlyList<Span>> spansOf)
    {
        foreach (var place in SpanPlaces.Of(examples, spansOf))
        {
            var words = examples[place.Row].Text[place.Start..place.End];
            var one = place.Given is null ? new Counts(0, 1) : new(1, 0);
            all[words] = all.GetValueOrDefault(words).Plus(one);
            own[(words, place.Row)] = own.GetValueOrDefault((words, place.Row)).Plus(one);
        }
    }

    /// <summary>Share of the places in other texts that are marked, with one added to both sides: ½ for words that stand nowhere else.</summary>
    public double Marked(string words, int row)
    {
        var (everywhere, here) = (all.GetValueOrDefault(words), own.GetValueOrDefault((words, row)));
        double marked = everywhere.Marked - here.Marked + 1, not = everywhere.Not - here.Not + 1;
        return marked / (marked + not);
    }

    private readonly record struct Counts(int Marked, int Not)
    {
        public Counts Plus(Counts other) => new(Marked + other.Marked, Not + other.Not);
    }
}
