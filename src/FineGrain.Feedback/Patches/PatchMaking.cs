using FineGrain.Core;
using FineGrain.Core.Corrections;

namespace FineGrain.Feedback.Patches;

/// <summary>Makes patches of what people decided.</summary>
public static class PatchMaking
{
    /// <summary>
    /// Accepted corrections as one patch. A label given to a text that had none (the queues annotate and drift propose such) brings the text into the training data,
    /// as it was not there before.
    /// </summary>
    /// <param name="id">Id of the patch.</param>
    /// <param name="corrections">Corrections; those that are not accepted are passed over.</param>
    /// <param name="reason">Why.</param>
    /// <exception cref="InputException">None is accepted, or a text to be brought in is not in its correction.</exception>
    public static Patch OfAccepted(string id, IEnumerable<Correction> corrections, string reason = "")
    {
        var accepted = corrections.Where(c => c.State == CorrectionState.Accepted).ToList();
        if (accepted.Count == 0) throw new InputException("corrections", "none is accepted. Go through them with 'finegrain review' first.");
        var (fresh, changed) = (accepted.Where(IsAnnotation).ToList(), accepted.Where(c => !IsAnnotation(c)).ToList());
        return new()
        {
            Id = id, Reason = reason,
            Kind = changed.Count == 0 ? "augment" : changed.All(c => c.IsAboutSpans) ? "spans" : changed.All(c => c.Kind == CorrectionKind.Drop) ? "drop" : changed.All(c => c.Kind == CorrectionKind.Reweight) ? "reweight" : "relabel",
            Corrections = [.. changed.Select(Slim)],
            Added = [.. fresh.Select(c => new Example
            {
                Id = c.ExampleId, Text = c.Text ?? throw new InputException($"correction '{c.Id}'", "gives a label to a new text, but does not hold the text."), Pair = c.Pair, Labels = c.New!.Labels!, Source = c.Source,
            })],
        };
    }

    /// <summary>Words with a label as short examples, so that a model knows them from the start: <c>word TAB label</c> a line, an optional third column is their weight.</summary>
    /// <exception cref="InputException">A line has another shape.</exception>
    public static IReadOnlyList<Example> Lexicon(string path) => [.. File.ReadLines(path).Select((line, i) => (Line: line, Number: i + 1)).Where(l => l.Line.Length > 0 && l.Line[0] != '#').Select(l =>
    {
        var cells = l.Line.Split('\t');
        var weight = 1.0;
        if (cells.Length is < 2 or > 3 || cells.Any(c => c.Length == 0) || (cells.Length == 3 && !double.TryParse(cells[2], System.Globalization.CultureInfo.InvariantCulture, out weight)))
            throw new InputException($"{path}:{l.Number}", $"'{l.Line}' is no entry. Write 'word TAB label', with a weight as third column where it should count more or less than an example.");
        return new Example { Id = $"lexicon:{cells[0]}", Text = cells[0], Labels = [cells[1]], Weight = weight, Source = $"{path}:{l.Number}" };
    })];

    private static bool IsAnnotation(Correction c) => c is { Kind: CorrectionKind.Relabel, Old.Labels.Count: 0 };

    /// <summary>A patch says what is done; texts and sources stay in the data.</summary>
    private static Correction Slim(Correction c) => c with { Text = null, Pair = null, Source = null };
}
