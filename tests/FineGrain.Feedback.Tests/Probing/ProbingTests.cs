using FineGrain.Core;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Tests.Probing;

public sealed class ProbingTests
{
    [Fact]
    public void Units_are_words_and_single_characters_with_true_offsets()
    {
        const string Text = "It's GOOD, 很好看 2024! 👍x";
        Assert.Equal(["it's", "good", ",", "很", "好", "看", "2024", "!", "👍", "x"], TextUnits.Words(Text));
        Assert.All(TextUnits.Of(Text), u => Assert.False(string.IsNullOrWhiteSpace(Text[u.Start..u.End])));
    }

    [Fact]
    public void Chinese_texts_get_features_of_three_characters()
    {
        var space = new FeatureSpace();
        Assert.Equal(["不", "不 好", "不 好 看", "好", "好 看", "看"], space.Learn(new() { Id = "1", Text = "不好看" }).Select(space.NameOf).Order(StringComparer.Ordinal));
        Assert.Equal(["not", "not good", "good"], new FeatureSpace() is var english ? english.Learn(new() { Id = "1", Text = "not good" }).Select(english.NameOf) : []);
    }

    [Fact]
    public void Features_of_the_second_text_are_apart_and_unknown_ones_are_left_out()
    {
        var space = new FeatureSpace();
        space.Learn(new() { Id = "1", Text = "a", Pair = "b" });
        Assert.Equal(2, space.Count);
        Assert.Empty(space.Known(new() { Id = "2", Text = "b", Pair = "a" }));
    }

    [Fact]
    public void A_probe_learns_what_words_say()
    {
        var (p, _) = Learn(Reviews.Make(400, 1), "good lovely film", "awful dull film");
        Assert.True(p[0][1] > 0.9 && p[1][0] > 0.9, $"{p[0][1]} {p[1][0]}");
        Assert.All(p, row => Assert.Equal(1, row.Sum(), 9));
    }

    [Fact]
    public void A_row_without_weight_teaches_nothing()
    {
        var train = Reviews.Make(400, 1);
        var (with, _) = Learn([.. train, new() { Id = "x", Text = "good lovely film", Labels = ["negative"], Weight = 0 }], "good lovely film");
        var (without, _) = Learn(train, "good lovely film");
        Assert.Equal(without[0][1], with[0][1], 2);
    }

    [Fact]
    public void Folds_are_even_within_each_class_and_keep_copies_together()
    {
        int[] labels = [.. Enumerable.Range(0, 100).Select(i => i % 4 == 0 ? 1 : 0)];
        string[] keys = [.. Enumerable.Range(0, 100).Select(i => i is 8 or 40 or 60 ? "copy" : $"{i}")];
        var folds = Folds.Of(keys, labels, 5, seed: 3);
        Assert.Single(new[] { folds[8], folds[40], folds[60] }.Distinct());
        foreach (var label in (int[])[0, 1])
            Assert.All(Enumerable.Range(0, 5), f => Assert.InRange(Enumerable.Range(0, 100).Count(i => labels[i] == label && folds[i] == f), label == 1 ? 3 : 14, label == 1 ? 8 : 16));
    }

    [Fact]
    public void An_out_of_fold_answer_does_not_know_its_own_label()
    {
        // Texts of one word each, all different: a probe that had seen them would know them by heart, one that has not can only guess.
        var examples = Enumerable.Range(0, 200).Select(i => new Example { Id = $"{i}", Text = $"w{i}", Labels = [i * 7 % 2 == 0 ? "negative" : "positive"] }).ToList();
        int[] labels = [.. examples.Select(e => e.Label == "positive" ? 1 : 0)];
        var p = OutOfFold.Probabilities(examples, labels, 2);
        Assert.All(p, row => Assert.InRange(row[0], 0.4, 0.6));
    }

    private static (List<double[]> P, FeatureSpace Space) Learn(List<Example> train, params string[] texts)
    {
        var space = new FeatureSpace();
        int[][] rows = [.. train.Select(space.Learn)];
        var probe = LinearProbe.Learn(rows, [.. train.Select(e => e.Label == "positive" ? 1 : 0)], [.. train.Select(e => e.Weight)], space.Count, 2, new());
        return ([.. texts.Select(t => probe.Probabilities(space.Known(new() { Id = "q", Text = t })))], space);
    }
}
