using FineGrain.Analysis.Statistics;
using FineGrain.Core;

namespace FineGrain.Analysis.Checks;

/// <summary>Asks a model every text of a suite and counts what fails.</summary>
public static class CheckRun
{
    private const int Shown = 5;

    /// <summary>Runs <paramref name="suite"/>.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="labels">The model's labels.</param>
    /// <param name="names">The suite's names of labels to the model's, where they differ.</param>
    /// <param name="answer">Answers texts in their order, each with labels and probabilities. Every different text is asked once.</param>
    /// <exception cref="InputException">A label of <paramref name="names"/> is not the model's.</exception>
    public static CheckResult Of(CheckSuite suite, LabelSet labels, IReadOnlyDictionary<string, string> names, Func<IReadOnlyList<string>, IReadOnlyList<Prediction>> answer)
    {
        foreach (var name in names.Values) labels.IndexOf(name, "labels");
        string[] texts = [.. suite.Tests.SelectMany(t => t.Cases).SelectMany(c => c.Texts).Distinct(StringComparer.Ordinal)];
        var answers = texts.Zip(answer(texts)).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
        CheckTestResult[] results = [.. suite.Tests.Select(test => Of(test, labels, names, answers))];
        return new(suite.Name, results, [.. results.Where(r => r.Skipped is null).GroupBy(r => r.Test.Capability, StringComparer.Ordinal)
            .Select(g => new CapabilityResult(g.Key, g.Count(), g.Sum(r => r.Cases), g.Sum(r => r.Failures)))]);
    }

    private static CheckTestResult Of(CheckTest test, LabelSet labels, IReadOnlyDictionary<string, string> names, Dictionary<string, Prediction> answers)
    {
        var failures = new List<FailedCase>();
        var count = 0;
        foreach (var item in test.Cases)
        {
            if (Translated(item.Expected, labels, names) is not { } expected) continue; // the model cannot say what is asked
            count++;
            Prediction[] said = [.. item.Texts.Select(t => answers[t])];
            if (Failure(test.Kind, expected, said) is { } failed) failures.Add(failed);
        }
        if (count == 0) return new(test, 0, 0, Interval.None, [], $"the model has none of the labels that it asks for; it has {string.Join(", ", labels.Names)}");
        // The plainest first: the largest breach.
        return new(test, count, failures.Count, Interval.OfShare(failures.Count, count), [.. failures.OrderByDescending(f => f.Breach).Take(Shown)], null);
    }

    private static CheckExpectation? Translated(CheckExpectation expected, LabelSet labels, IReadOnlyDictionary<string, string> names)
    {
        if (expected.Labels.Count > 0)
        {
            var refused = expected.Labels.Where(l => l.StartsWith('!')).Select(l => Mine(l[1..])).ToList();
            string[] right = refused.Count > 0 ? [.. labels.Names.Except(refused)] : [.. expected.Labels.Select(Mine).Where(labels.Contains)];
            return right.Length == 0 || right.Length == labels.Count ? null : expected with { Labels = right };
        }
        if (expected.Watched.Length == 0) return expected;
        return labels.Contains(Mine(expected.Watched)) ? expected with { Watched = Mine(expected.Watched) } : null;

        string Mine(string label) => names.GetValueOrDefault(label, label);
    }

    private static FailedCase? Failure(string kind, CheckExpectation expected, Prediction[] said)
    {
        var first = Answer(said[0]);
        switch (kind)
        {
            case "minimum":
                return expected.Labels.Contains(first) ? null : new(said, $"answered {first}, not {string.Join(" or ", expected.Labels)}", said[0].Probabilities.GetValueOrDefault(first, 1));
            case "invariance":
                var changed = said.Skip(1).FirstOrDefault(p => Answer(p) != first && Sureness(p, first) < Sureness(said[0], first) - expected.Tolerance);
                return changed is null ? null : new([said[0], changed], $"answered {first}, then {Answer(changed)}", Sureness(said[0], first) - Sureness(changed, first));
            default:
                var label = expected.Watched.Length > 0 ? expected.Watched : first;
                var worst = said.Skip(1).MinBy(p => expected.Sign * (Sureness(p, label) - Sureness(said[0], label)))!;
                var way = expected.Sign * (Sureness(worst, label) - Sureness(said[0], label));
                return way >= -expected.Tolerance ? null : new([said[0], worst],
                    FormattableString.Invariant($"{label} went from {Sureness(said[0], label):0.00} to {Sureness(worst, label):0.00}"), -way);
        }
    }

    private static string Answer(Prediction p) => p.Labels.Count > 0 ? p.Labels[0] : p.Probabilities.MaxBy(x => x.Value).Key;

    private static double Sureness(Prediction p, string label) => p.Probabilities.GetValueOrDefault(label, Answer(p) == label ? 1 : 0);
}
