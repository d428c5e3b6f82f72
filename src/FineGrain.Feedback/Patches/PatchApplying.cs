using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Patches;

/// <summary>Training examples with patches applied; the examples given are not changed.</summary>
public static class PatchApplying
{
    /// <summary>The examples after one patch, in their order, new ones at the end.</summary>
    /// <exception cref="InputException">A correction names an example that is not there, or one that no longer says what the correction was made for.</exception>
    public static IReadOnlyList<Example> Apply(IReadOnlyList<Example> examples, Patch patch)
    {
        var corrections = patch.Corrections.ToLookup(c => c.ExampleId, StringComparer.Ordinal);
        var result = new List<Example>(examples.Count + patch.Added.Count);
        var ids = examples.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        if (patch.Corrections.FirstOrDefault(c => !ids.Contains(c.ExampleId)) is { } missing)
            throw new InputException($"patch '{patch.Id}'", $"corrects example '{missing.ExampleId}', which is not in the training data. Apply it to the data that it was made for.");
        if (patch.Added.FirstOrDefault(e => !ids.Add(e.Id)) is { } twice)
            throw new InputException($"patch '{patch.Id}'", $"adds example '{twice.Id}', which is there already.");
        foreach (var example in examples)
        {
            Example? changed = example;
            foreach (var correction in corrections[example.Id]) changed = changed is null ? null : Apply(changed, correction);
            if (changed is not null) result.Add(patch.ErasedUnit is { } unit ? Without(changed, unit) : changed);
        }
        result.AddRange(patch.Added);
        return result;
    }

    /// <summary>An example after one correction; null where it is dropped.</summary>
    /// <exception cref="InputException">The example no longer says what the correction was made for.</exception>
    public static Example? Apply(Example example, Correction correction)
    {
        switch (correction.Kind)
        {
            case CorrectionKind.Drop:
                if (correction.Old?.Labels is { } dropped) Expect(example.Labels.SequenceEqual(dropped, StringComparer.Ordinal), string.Join('|', example.Labels));
                return null;
            case CorrectionKind.Relabel:
                if (correction.Old?.Labels is { } labels) Expect(example.Labels.SequenceEqual(labels, StringComparer.Ordinal), string.Join('|', example.Labels));
                return example with { Labels = correction.New!.Labels! };
            case CorrectionKind.Renumber:
                if (correction.Old?.Number is { } number) Expect(example.Number == number, FormattableString.Invariant($"{example.Number}"));
                return example with { Number = correction.New!.Number };
            case CorrectionKind.Reweight:
                if (correction.Old?.Weight is { } weight) Expect(example.Weight == weight, FormattableString.Invariant($"{example.Weight}"));
                return example with { Weight = correction.New!.Weight!.Value };
            default:
                var aspects = correction.Layer == "aspects";
                var spans = (aspects ? example.Aspects : example.Entities).ToList();
                if (correction.Old?.Span is { } old) Expect(spans.Remove(old), "no such span");
                if (correction.New?.Span is { } span)
                {
                    Expect(span.End <= example.Text.Length, $"a text of {example.Text.Length} UTF-16 units");
                    spans.Add(span);
                }
                spans.Sort((a, b) => (a.Start, a.End).CompareTo((b.Start, b.End)));
                return aspects ? example with { Aspects = spans } : example with { Entities = spans };
        }

        void Expect(bool holds, string found)
        {
            if (!holds) throw new InputException($"correction '{correction.Id}'", $"was made for {correction.Old} in example '{example.Id}', but there stands {found}. Apply corrections to the data that they were made for.");
        }
    }

    private static Example Without(Example example, string unit)
    {
        if (example.Entities.Count + example.Aspects.Count + example.Triplets.Count > 0) throw new InputException($"example '{example.Id}'", "has spans; units are erased from labelled texts only.");
        return example with { Text = Without(example.Text, unit), Pair = example.Pair is null ? null : Without(example.Pair, unit) };
    }

    private static string Without(string text, string unit)
    {
        var units = TextUnits.Of(text);
        for (var i = units.Count - 1; i >= 0; i--)
        {
            var (start, end) = units[i];
            if (!text.AsSpan(start, end - start).Equals(unit, StringComparison.OrdinalIgnoreCase)) continue;
            // With the word goes one of the spaces around it.
            if (end < text.Length && text[end] == ' ') end++;
            else if (start > 0 && text[start - 1] == ' ') start--;
            text = text.Remove(start, end - start);
        }
        return text;
    }
}
