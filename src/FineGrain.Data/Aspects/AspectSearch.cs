using FineGrain.Core;

namespace FineGrain.Data.Aspects;

/// <summary>Finds an aspect that a user names by its words.</summary>
public static class AspectSearch
{
    /// <summary>The examples, each with the places of <paramref name="terms"/>; one whose text lacks a term is left out and its error handed to <paramref name="onBad"/>.</summary>
    /// <exception cref="InputException">A term is empty.</exception>
    public static IEnumerable<Example> Place(IEnumerable<Example> examples, IReadOnlyList<string> terms, Action<InputException> onBad)
    {
        Named(terms);
        return examples.SelectMany(example =>
        {
            try
            {
                return (Example[])[Place(example, terms)];
            }
            catch (InputException e)
            {
                onBad(e);
                return [];
            }
        });
    }

    /// <summary>The example with every place of <paramref name="terms"/> in its text as an aspect without polarity, by start; case does not count, places of one term do not overlap.</summary>
    /// <exception cref="InputException">A term is empty or stands nowhere in the text.</exception>
    public static Example Place(Example example, IReadOnlyList<string> terms)
    {
        Named(terms);
        var places = terms.SelectMany(term => Places(example, term)).Distinct().OrderBy(s => s.Start).ThenBy(s => s.End);
        return example with { Aspects = [.. places] };
    }

    private static void Named(IReadOnlyList<string> terms)
    {
        if (terms.Any(string.IsNullOrWhiteSpace)) throw new InputException("--aspect", "is empty; name the words of the text that are to be judged, such as \"battery life\".");
    }

    private static List<Span> Places(Example example, string term)
    {
        var found = new List<Span>();
        for (var at = 0; (at = example.Text.IndexOf(term, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += term.Length) found.Add(new(at, at + term.Length, ""));
        return found.Count > 0 ? found : throw new InputException(example.Source ?? example.Id, $"the aspect '{term}' does not stand in the text. Write it as the text has it (case does not count).");
    }
}
