using System.Text;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Checking;
using FineGrain.Data.Preparing;

namespace FineGrain.Data.Tests.Checking;

public sealed class DataCheckTests
{
    private static Recipe Table(string root) => new()
    {
        Data = new DataRecipe { Root = root, Train = [Part("train")], Dev = [Part("dev")], Test = [Part("test")] },
    };

    private static SourceRecipe Part(string split) => new() { Path = $"{split}.tsv.gz", Text = "text_a" };

    [Theory]
    [InlineData("chnsenticorp", 342, 335)]
    [InlineData("smp2020-ewect/usual", 133, 252)]
    public void Finds_by_itself_the_rows_that_also_stand_in_train(string set, int dev, int test)
    {
        var folder = RealData.Folder(set);
        var result = DataCheck.Run(Table(folder), folder);
        var listed = File.ReadLines(Path.Combine(folder, "rows_also_in_train.tsv")).Skip(1).Select(l => l.Split('\t')).ToLookup(c => c[0], c => $"{c[0]}.tsv.gz:{int.Parse(c[1]) + 2}");
        Assert.Equal((dev, test), (listed["dev"].Count(), listed["test"].Count()));
        foreach (var split in (string[])["dev", "test"])
        {
            var overlap = result.Overlaps.Single(o => o.Split == split && o.Against == "train");
            Assert.Equal(listed[split].Order(StringComparer.Ordinal), overlap.ExactIds.Order(StringComparer.Ordinal));
            Assert.Empty(result.CleanIds[split].Intersect(overlap.ExactIds));
            Assert.Contains(result.Findings, f => f.Kind == "leak" && f.Split == split && f.Count == overlap.ExactIds.Count);
        }
        Assert.Contains("\"exact_ids\"", CheckJson.Write(result), StringComparison.Ordinal);
    }

    [Fact]
    public void Preparation_lists_the_same_leaks_and_drop_removes_them_from_training()
    {
        var folder = RealData.Folder("chnsenticorp");
        var kept = DataPreparation.Prepare(Table(folder), folder);
        Assert.Equal((9600, 342, 335, 0), (kept.Train.Count, kept.LeakedDevIds.Count, kept.LeakedTestIds.Count, kept.Dropped));
        var recipe = Table(folder);
        var dropped = DataPreparation.Prepare(recipe with { Data = recipe.Data with { Leaks = "drop" } }, folder);
        Assert.Equal((335, 9600), (dropped.LeakedTestIds.Count, dropped.Train.Count + dropped.Dropped));
        var held = dropped.Dev.Concat(dropped.Test).Select(e => e.Text.Trim()).ToHashSet();
        Assert.DoesNotContain(dropped.Train, e => held.Contains(e.Text.Trim()));
        Assert.NotEqual(kept.Hash, dropped.Hash);
    }

    [Fact]
    public void Counts_what_is_wrong_with_a_small_file()
    {
        using var folder = new TemporaryFolder();
        byte[] train = [.. Encoding.UTF8.GetBytes("text\tlabel\nI love this film very much indeed\tpos\nI love this film very much indeed\tneg\n\tpos\nbroken "), 0xFF, .. Encoding.UTF8.GetBytes("\tpos\nno columns\nfine\t\n")];
        folder.Write("train.tsv", train);
        folder.Write("dev.tsv", "text\tlabel\nI love this film very much, indeed so\tpos\nother\tmeh\n");
        var recipe = new Recipe { Data = new DataRecipe { Train = [new SourceRecipe { Path = "train.tsv" }], Dev = [new SourceRecipe { Path = "dev.tsv" }] } };
        var result = DataCheck.Run(recipe, folder.Path);
        var split = result.Splits[0];
        Assert.Equal((4, 2, 1, 1, 1), (split.Rows, split.BadRows, split.NonUtf8Rows, split.Unlabelled, split.DuplicateRows));
        Assert.Equal(["train.tsv:4"], split.EmptyIds);
        Assert.Contains(split.BadRowMessages, m => m.StartsWith("train.tsv:5: byte 8", StringComparison.Ordinal));
        Assert.Contains(split.BadRowMessages, m => m.StartsWith("train.tsv:6: 1 columns", StringComparison.Ordinal));
        Assert.Equal(1, result.ContradictionCount);
        Assert.Equal(["neg", "pos"], result.Contradictions[0].Labels.Order());
        Assert.Equal("dev.tsv:2", Assert.Single(Assert.Single(result.Overlaps).Near).Id);
        Assert.Equal(["dev.tsv:2", "dev.tsv:3"], result.CleanIds["dev"]);
        Assert.Superset(new HashSet<string> { "bad-rows", "near-leak", "contradiction", "empty", "unlabelled", "unknown-label", "duplicates" }, result.Findings.Select(f => f.Kind).ToHashSet());
    }

    [Fact]
    public void Clean_data_has_no_findings()
    {
        Example[] train = [new() { Id = "1", Text = "good", Labels = ["pos"] }, new() { Id = "2", Text = "bad", Labels = ["neg"] }];
        Assert.Empty(DataCheck.Of([("train", train), ("dev", [new Example { Id = "1", Text = "fine", Labels = ["pos"] }])], new Recipe()).Findings);
    }
}
