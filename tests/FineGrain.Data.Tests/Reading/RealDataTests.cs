using FineGrain.Core.Recipes;

namespace FineGrain.Data.Tests.Reading;

/// <summary>Counts as published for the data sets.</summary>
public sealed class RealDataTests
{
    [Theory]
    [InlineData("sst", "sst5-train.txt.gz", "lines", 8544, 5)]
    [InlineData("sst", "sst2-test.txt.gz", "lines", 1821, 2)]
    [InlineData("sst", "trees-dev.txt.gz", "trees", 1101, 5)]
    [InlineData("sst", "trees-test.txt.gz", "trees", 2210, 5)]
    [InlineData("trec", "TREC-test.txt", "lines", 500, 42)]
    public void Text_formats_give_the_published_counts(string set, string file, string format, int rows, int labels)
    {
        var examples = RealData.Read(set, new SourceRecipe { Path = file, Format = format });
        Assert.Equal(rows, examples.Count);
        Assert.Equal(labels, examples.Select(e => e.Label).Distinct().Count());
        Assert.Equal($"{file}:{rows}", examples[^1].Id);
    }

    [Theory]
    [InlineData("chnsenticorp", "train.tsv.gz", "text_a", "label", 9600)]
    [InlineData("smp2020-ewect", "usual/train.tsv.gz", "text_a", "label", 27766)]
    [InlineData("waimai-10k", "waimai_10k.csv.gz", "review", "label", 11987)]
    [InlineData("asap-sample", "dev_sample.csv.gz", "reviewbody", "star", 100)]
    public void Tables_give_the_published_counts(string set, string file, string text, string label, int rows)
    {
        var examples = RealData.Read(set, new SourceRecipe { Path = file, Text = text, Label = label });
        Assert.Equal(rows, examples.Count);
        Assert.All(examples, e => Assert.NotNull(e.Label));
    }

    [Fact]
    public void One_file_a_class_takes_its_label_from_the_recipe()
    {
        var examples = RealData.Read("mr", new SourceRecipe { Path = "rt-polarity.neg.txt.gz", Label = "=negative" });
        Assert.Equal(5331, examples.Count);
        Assert.All(examples, e => Assert.Equal("negative", e.Label));
    }

    [Fact]
    public void Trec_fine_labels_fold_to_the_six_coarse_ones()
    {
        var examples = RealData.Read("trec", new SourceRecipe { Path = "TREC-train.txt.gz", Format = "lines", LabelPart = "coarse" });
        Assert.Equal(5452, examples.Count);
        Assert.Equal(["ABBR", "DESC", "ENTY", "HUM", "LOC", "NUM"], examples.Select(e => e.Label!).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Tree_sentences_equal_the_line_form_of_the_same_sentences()
    {
        var trees = RealData.Read("sst", new SourceRecipe { Path = "trees-train.txt.gz", Format = "trees" });
        var lines = RealData.Read("sst", new SourceRecipe { Path = "sst5-train.txt.gz", Format = "lines" });
        // The line form is shuffled, lower-cased and keeps the bracket escapes of the treebank.
        var known = lines.Select(e => (e.Label, e.Text.Replace("-lrb-", "(", StringComparison.Ordinal).Replace("-rrb-", ")", StringComparison.Ordinal))).ToHashSet();
        var same = trees.Count(e => known.Contains((e.Label, e.Text.ToLowerInvariant())));
        Assert.True(same > 8400, $"{same} of 8544 sentences are equal");
    }

    [Fact]
    public void Every_phrase_of_the_trees_comes_once()
    {
        var phrases = RealData.Read("sst", new SourceRecipe { Path = "trees-dev.txt.gz", Format = "trees", Nodes = "phrases" });
        Assert.Equal(phrases.Count, phrases.Select(e => e.Text).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(phrases.Count, phrases.Select(e => e.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(phrases.Count, 20_000, 41_447);
        Assert.InRange(phrases.Count(e => e.Fields["node"] == "sentence"), 1090, 1101);
    }
}
