using System.Globalization;
using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.Patches;

namespace FineGrain.Feedback.Causes;

/// <summary>
/// Spans that all probes would draw otherwise, more often in training than on dev: with other borders (annotators who cut differently) or with another label.
/// </summary>
public static class SpanConflicts
{
    /// <summary>The kinds of conflict that are commoner in training than on dev.</summary>
    public static IEnumerable<Cause> Find(SpanView view, TimeProvider clock)
    {
        var (train, dev) = (Conflicts(view, view.Train, view.TrainAnswers), Conflicts(view, view.Dev, view.DevAnswers));
        int trainSpans = view.Train.Sum(e => view.Spans(e).Count), devSpans = view.Dev.Sum(e => view.Spans(e).Count);
        foreach (var (kind, subject, borders) in new[] { ("span-borders", "borders of spans differ", true), ("span-labels", "labels of spans differ", false) })
        {
            int hitsTrain = train.Count(c => c.Borders == borders && c.Votes == SpanView.Repetitions), hitsDev = dev.Count(c => c.Borders == borders && c.Votes == SpanView.Repetitions);
            var p = Math.Min(1, 2 * Tests.UpperTail(Tests.Shares(hitsTrain, trainSpans, hitsDev, devSpans)));
            if (p > 0.01) continue;
            yield return new()
            {
                Kind = kind, Subject = subject, PValue = p,
                Evidence = string.Create(CultureInfo.InvariantCulture, $"All probes that have not seen the text agree on {(borders ? "other borders" : "another label")} for {(double)hitsTrain / trainSpans:P1} of {trainSpans} training spans, but for {(double)hitsDev / Math.Max(1, devSpans):P1} of {devSpans} on dev."),
                Patches = [Make("spans", 3), Make("spans", 2), Make("drop", 3)],
            };

            Patch Make(string how, int votes)
            {
                var chosen = train.Where(c => c.Borders == borders && c.Votes >= votes).ToList();
                return new()
                {
                    Id = string.Create(CultureInfo.InvariantCulture, $"{kind}-{how}-{votes}-{chosen.Count}"), Kind = how, Cause = $"{kind}: {subject}",
                    Reason = string.Create(CultureInfo.InvariantCulture, $"{(how == "drop" ? "Leaves out the texts of" : "Redraws")} the {chosen.Count} spans on which {votes} of {SpanView.Repetitions} probes agree otherwise."),
                    Corrections = how == "drop" ? [.. chosen.Select(c => c.Row).Distinct().Select(r => Drop(view.Train[r], clock.GetUtcNow()))] : [.. chosen.Select(c => CorrectionOf(view, c, clock.GetUtcNow()))],
                };
            }
        }
    }

    /// <summary>Every conflict as a correction for the queue, the surest first.</summary>
    public static IEnumerable<Correction> Corrections(SpanView view, TimeProvider clock) =>
        Conflicts(view, view.Train, view.TrainAnswers).OrderByDescending(c => c.Votes).Select(c => CorrectionOf(view, c, clock.GetUtcNow()));

    private static Correction CorrectionOf(SpanView view, Conflict c, DateTimeOffset now)
    {
        var example = view.Train[c.Row];
        return new()
        {
            Id = Correction.NewId(now), ExampleId = example.Id, Kind = CorrectionKind.SpanChange, Layer = view.Layer, Old = Annotation.OfSpan(c.Gold), New = Annotation.OfSpan(c.Other),
            Reason = string.Create(CultureInfo.InvariantCulture, $"{c.Votes} of {SpanView.Repetitions} models that have not seen it mark '{c.Other.Slice(example.Text)}' as {c.Other.Label}, not '{c.Gold.Slice(example.Text)}' as {c.Gold.Label}."),
            Author = "finegrain", Time = now, Score = (c.Votes - 0.5) / SpanView.Repetitions, Gain = (c.Votes - 0.5) / SpanView.Repetitions / ReviewTime.Minutes(example), Text = example.Text, Source = example.Source,
        };
    }

    private static Correction Drop(Example example, DateTimeOffset now) => new() { Id = Correction.NewId(now), ExampleId = example.Id, Kind = CorrectionKind.Drop, Author = "finegrain", Time = now };

    /// <summary>Gold spans that probes replace: one other span that overlaps it alone, with its label and other borders, or its borders and another label.</summary>
    private static List<Conflict> Conflicts(SpanView view, IReadOnlyList<Example> examples, List<Span>[][] answers)
    {
        var found = new List<Conflict>();
        for (var r = 0; r < examples.Count; r++)
        {
            var gold = view.Spans(examples[r]);
            foreach (var span in gold)
            {
                var others = answers[r].Select(a => a.Where(s => s.Overlaps(span)).ToList()).Where(o => o.Count == 1).Select(o => o[0])
                    .Where(o => o != span && gold.Count(g => g.Overlaps(o)) == 1).CountBy(o => o).ToList();
                if (others.Count == 0) continue;
                var (other, votes) = others.MaxBy(o => o.Value);
                var (sameBorders, sameLabel) = ((other.Start, other.End) == (span.Start, span.End), other.Label == span.Label);
                if (sameLabel != sameBorders) found.Add(new(r, span, other, votes, Borders: sameLabel));
            }
        }
        return found;
    }

    private sealed record Conflict(int Row, Span Gold, Span Other, int Votes, bool Borders);
}
