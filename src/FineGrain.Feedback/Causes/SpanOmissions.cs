using System.Globalization;
using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.LabelErrors;
using FineGrain.Feedback.Patches;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Causes;

/// <summary>
/// Spans that all probes mark where nobody did (missed), and spans where no probe marks anything (invented), more often in training than on dev: annotators who
/// overlooked or who marked too much. Which ones, from the search for span errors.
/// </summary>
public static class SpanOmissions
{
    /// <summary>The kinds of omission that are commoner in training than on dev.</summary>
    public static IEnumerable<Cause> Find(SpanView view, TimeProvider clock)
    {
        IReadOnlyList<SpanSuspect>? ranked = null;
        foreach (var (kind, subject, error) in new[] { ("span-missed", "spans are not marked", SpanErrorKind.Missed), ("span-invented", "marked spans are none", SpanErrorKind.Invented) })
        {
            var (train, dev) = (Count(view, view.Train, view.TrainAnswers, error), Count(view, view.Dev, view.DevAnswers, error));
            var p = Math.Min(1, 2 * Tests.UpperTail(Tests.Shares(train.Hits, train.Of, dev.Hits, dev.Of)));
            if (p > 0.01) continue;
            var excess = (int)Math.Round(train.Hits - ((double)dev.Hits / Math.Max(1, dev.Of) * train.Of));
            ranked ??= SpanErrorSearch.Rank(view.Train, OpinionPool.Mean(ProbeOpinions.Of(view.Train, view.Layer)), view.Layer);
            var suspects = Apart(ranked.Where(s => s.Kind == error)).Take(Math.Max(1, excess)).ToList();
            if (suspects.Count == 0) continue;
            yield return new()
            {
                Kind = kind, Subject = subject, PValue = p,
                Evidence = string.Create(CultureInfo.InvariantCulture, $"All probes that have not seen the text {(error == SpanErrorKind.Missed ? "mark a span where none is given" : "mark nothing where a span is given")}: {(double)train.Hits / train.Of:P1} of {train.Of} spans in training, {(double)dev.Hits / Math.Max(1, dev.Of):P1} of {dev.Of} on dev."),
                Patches = [Make("spans", suspects), Make("spans", suspects[..((suspects.Count + 1) / 2)]), Make("drop", suspects)],
            };

            Patch Make(string how, List<SpanSuspect> chosen) => new()
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"{kind}-{how}-{chosen.Count}"), Kind = how, Cause = $"{kind}: {subject}",
                Reason = string.Create(CultureInfo.InvariantCulture, $"{(how == "drop" ? "Leaves out the texts of" : error == SpanErrorKind.Missed ? "Marks" : "Takes away")} the {chosen.Count} spans that were most likely {(error == SpanErrorKind.Missed ? "missed" : "invented")}."),
                Corrections = how == "drop" ? [.. chosen.Select(s => s.Row).Distinct().Select(r => Of(view, view.Train[r], CorrectionKind.Drop, null, clock))] : [.. chosen.Select(s => Of(view, view.Train[s.Row], s.Given is null ? CorrectionKind.SpanAdd : CorrectionKind.SpanRemove, s, clock))],
            };
        }
    }

    private static Correction Of(SpanView view, Example example, CorrectionKind kind, SpanSuspect? suspect, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return new()
        {
            Id = Correction.NewId(now), ExampleId = example.Id, Kind = kind, Layer = suspect is null ? null : view.Layer, Author = "finegrain", Time = now, Reason = suspect?.Reason ?? "", Score = suspect?.Score,
            Old = suspect?.Given is { } old ? Annotation.OfSpan(old) : null, New = suspect?.Other is { } other ? Annotation.OfSpan(other) : null,
        };
    }

    /// <summary>Spans that all probes see otherwise, and how many there could be: the given ones and, of the missed, those that are seen.</summary>
    private static (int Hits, int Of) Count(SpanView view, IReadOnlyList<Example> examples, List<Span>[][] answers, SpanErrorKind error)
    {
        var (hits, of) = (0, 0);
        for (var r = 0; r < examples.Count; r++)
        {
            var given = view.Spans(examples[r]);
            var here = error == SpanErrorKind.Missed
                ? answers[r][0].Count(s => answers[r].All(a => a.Contains(s)) && !given.Any(g => g.Overlaps(s)))
                : given.Count(g => ProbeOpinions.CanMark(examples[r].Text, g) && answers[r].All(a => !a.Any(s => g.Overlaps(s))));
            hits += here;
            of += given.Count + (error == SpanErrorKind.Missed ? here : 0);
        }
        return (hits, of);
    }

    /// <summary>Without those that overlap a surer one: both cannot be marked.</summary>
    private static IEnumerable<SpanSuspect> Apart(IEnumerable<SpanSuspect> suspects)
    {
        var taken = new Dictionary<int, List<Span>>();
        foreach (var suspect in suspects)
        {
            var span = (suspect.Other ?? suspect.Given)!;
            if (!taken.TryGetValue(suspect.Row, out var there)) taken.Add(suspect.Row, there = []);
            if (there.Any(s => s.Overlaps(span))) continue;
            there.Add(span);
            yield return suspect;
        }
    }
}
