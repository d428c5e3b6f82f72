using FineGrain.Analysis.Slicing;
using FineGrain.Core;

namespace FineGrain.Analysis.Tests.Slicing;

/// <summary>Texts with spans, cut by the labels of their gold spans.</summary>
public sealed class EntityLabelTests
{
    /// <summary>40 texts each of: a person, a place, both, nothing. Persons are found, places never.</summary>
    private static SliceAnalysis Analysis(SliceOptions? options = null) => new(Enumerable.Range(0, 160).Select(i => new Prediction
    {
        Id = $"{i}", Text = "Ann in Rome",
        GoldSpans = [.. (Span[])(i % 4 is 0 or 2 ? [new(0, 3, "PER")] : []), .. (Span[])(i % 4 is 1 or 2 ? [new(7, 11, "LOC")] : [])],
        Spans = i % 4 is 0 or 2 ? [new(0, 3, "PER", 0.9)] : [],
    }), null, options ?? new() { Target = "spans" });

    [Fact]
    public void A_text_stands_in_the_slice_of_each_of_its_labels_and_one_without_spans_in_its_own()
    {
        var slices = Analysis().By("entity_label");
        Assert.Equal([("entity_label == 'LOC'", 80), ("entity_label == 'PER'", 80), ("entity_label == ''", 40)], slices.Select(s => (s.Where, s.Support)));
        Assert.Equal(0.5, slices[0].Score, 12); // of 120 gold spans 40 are found, and nothing else is
        Assert.Equal(80, Analysis().Where("entity_label == LOC").Support);
        Assert.Equal(80, Analysis().Where("entity_label != 'LOC'").Support);
        Assert.Equal(120, Analysis().Where("entity_label in (LOC, PER)").Support);
        Assert.Equal(80, Analysis().Where("entity_label contains 'LOC'").Support);
    }

    [Fact]
    public void The_search_finds_the_label_that_is_missed() => Assert.Contains(Analysis().Findings(), f => f is { Kind: "label", Where: "entity_label == 'LOC'" });

    [Fact]
    public void Asking_for_gold_names_the_property_that_spans_have()
    {
        Assert.Contains("'entity_label'", Assert.Throws<InputException>(() => Analysis().By("gold")).Message, StringComparison.Ordinal);
        Assert.Contains("'entity_label'", Assert.Throws<InputException>(() => Analysis().By("label")).Message, StringComparison.Ordinal);
        Assert.Contains("no example has entity_label 'LOK'. Did you mean 'LOC'", Assert.Throws<InputException>(() => Analysis().Where("entity_label == LOK")).Message, StringComparison.Ordinal);
    }
}
