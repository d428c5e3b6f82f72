using CsCheck;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Preparing;
using FineGrain.Data.Reading;

namespace FineGrain.Data.Tests.Preparing;

public sealed class DataPreparationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private PreparedData Prepare(SplitRecipe split, string target = "label", params string[] labels) =>
        DataPreparation.Prepare(new Recipe { Target = target, Labels = labels, Data = new DataRecipe { Train = [new SourceRecipe { Path = "a.tsv" }], Split = split } }, folder.Path);

    private void Write(IEnumerable<(string Text, string Label)> rows) => folder.Write("a.tsv", "text\tlabel\n" + string.Concat(rows.Select(r => $"{r.Text}\t{r.Label}\n")));

    [Fact]
    public void Splits_keep_the_label_shares_and_every_row()
    {
        Write(Enumerable.Range(0, 1000).Select(i => ($"text number {i * 7919} {i}", i % 5 == 0 ? "rare" : "common")));
        var data = Prepare(new SplitRecipe { Dev = 0.1, Test = 0.2 });
        Assert.Equal((700, 100, 200), (data.Train.Count, data.Dev.Count, data.Test.Count));
        Assert.Equal((20, 40), (data.Dev.Count(e => e.Label == "rare"), data.Test.Count(e => e.Label == "rare")));
        Assert.Equal(1000, data.Train.Concat(data.Dev).Concat(data.Test).Select(e => e.Id).Distinct().Count());
        Assert.Equal(["common", "rare"], data.Labels.Names);
    }

    [Fact]
    public void The_same_seed_gives_the_same_split_and_another_seed_another()
    {
        Write(Enumerable.Range(0, 200).Select(i => ($"row {i * 104729}", i % 2 == 0 ? "a" : "b")));
        var (one, again, other) = (Prepare(new SplitRecipe { Seed = 1 }), Prepare(new SplitRecipe { Seed = 1 }), Prepare(new SplitRecipe { Seed = 2 }));
        Assert.Equal(one.Hash, again.Hash);
        Assert.Equal(one.Dev.Select(e => e.Id), again.Dev.Select(e => e.Id));
        Assert.NotEqual(one.Hash, other.Hash);
        Assert.NotEqual(one.Dev.Select(e => e.Id), other.Dev.Select(e => e.Id));
    }

    [Fact]
    public void Duplicates_are_never_torn_apart()
    {
        var word = Gen.Int[0, 400].Select(i => $"word{i * 7919}");
        Gen.Select(word.Array[4, 12].Array[20, 60], Gen.Int[0, 1000]).Sample((texts, seed) =>
        {
            // Every text stands as it is, with other punctuation and case, and with a letter more.
            var rows = texts.SelectMany((t, i) => (string[])[string.Join(' ', t), string.Join(", ", t).ToUpperInvariant() + "!", string.Join(' ', t) + "x"]).Select((t, i) => new Example { Id = $"{i}", Text = t, Labels = [i % 2 == 0 ? "a" : "b"] }).ToList();
            var groups = FineGrain.Data.Duplicates.DuplicateGroups.Of(rows);
            var parts = StratifiedSplit.Cut(rows, groups, seed, 0.2, 0.3);
            var keys = parts.Select(p => p.Select(e => new string([.. e.Text.Where(char.IsLetterOrDigit)]).ToLowerInvariant().TrimEnd('x')).ToHashSet()).ToArray();
            Assert.Equal(rows.Count, parts.Sum(p => p.Count));
            Assert.Empty(keys[0].Intersect(keys[1]).Concat(keys[0].Intersect(keys[2])).Concat(keys[1].Intersect(keys[2])));
        }, iter: 30);
    }

    [Theory]
    [InlineData(false, "keep", 1)]
    [InlineData(true, "keep", 2)]
    [InlineData(true, "drop", 2)]
    public void A_refit_knows_the_rows_of_test_that_stand_in_dev_and_learns_none_that_it_should_drop(bool refit, string leaks, int known)
    {
        folder.Write("train.tsv", "text\tlabel\nfine soup\tgood\ncold soup\tbad\nwarm bread\tgood\n");
        folder.Write("dev.tsv", "text\tlabel\nstale bread\tbad\nnice waiter\tgood\n");
        folder.Write("test.tsv", "text\tlabel\nWarm bread!\tgood\nstale bread\tbad\nno tea\tbad\n");
        var recipe = new Recipe
        {
            Data = new() { Train = [new() { Path = "train.tsv" }], Dev = [new() { Path = "dev.tsv" }], Test = [new() { Path = "test.tsv" }], Leaks = leaks },
            Training = new() { Refit = refit },
        };
        var data = DataPreparation.Prepare(recipe, folder.Path);
        var learnt = DataPreparation.WithDev(recipe, data);
        Assert.Equal(known, data.LeakedTestIds.Count);
        Assert.Equal(leaks == "drop" ? ["fine soup", "cold soup", "nice waiter"] : ["fine soup", "cold soup", "warm bread", "stale bread", "nice waiter"], learnt.Train.Select(e => e.Text));
        Assert.Empty(learnt.Dev);
    }

    [Fact]
    public void Numbers_many_labels_and_given_labels_are_understood()
    {
        Write([("a b c", "1.5"), ("d e f", "2")]);
        Assert.Equal([1.5, 2], Prepare(new SplitRecipe { Dev = 0 }, "number").Train.Select(e => e.Number!.Value));
        Write([("a b c", "x|y"), ("d e f", "")]);
        var many = Prepare(new SplitRecipe { Dev = 0 }, "labels", "y", "x", "z");
        Assert.Equal(["y", "x", "z"], many.Labels.Names);
        Assert.Equal([2, 0], many.Train.Select(e => e.Labels.Count));
    }

    [Theory]
    [InlineData("a\tx\nb\ty\nc\t\n", "a.tsv:4: no label")]
    [InlineData("a\tx\nb\tx\n", "data.train: a classifier needs two labels or more, found only 'x'")]
    [InlineData("", "data.train: no examples")]
    public void What_cannot_be_trained_on_is_refused(string rows, string message)
    {
        folder.Write("a.tsv", "text\tlabel\n" + rows);
        Assert.StartsWith(message, Assert.Throws<InputException>(() => Prepare(new SplitRecipe { Dev = 0 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_that_stands_twice_is_refused()
    {
        folder.Write("a.tsv", "text\tlabel\tid\na\tx\t7\nb\ty\t7\n");
        var recipe = new Recipe { Data = new DataRecipe { Train = [new SourceRecipe { Path = "a.tsv", Id = "id" }], Split = new SplitRecipe { Dev = 0 } } };
        Assert.StartsWith("a.tsv:3: id '7' stands twice", Assert.Throws<InputException>(() => DataPreparation.Prepare(recipe, folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_outside_the_given_set_names_the_row_and_the_nearest()
    {
        Write([("a", "good"), ("b", "bed")]);
        Assert.StartsWith("a.tsv:3: label 'bed' is not in the label set. Did you mean 'bad'?", Assert.Throws<InputException>(() => Prepare(new SplitRecipe { Dev = 0 }, "label", "good", "bad")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_data_folder_is_relative_to_the_recipe() => Assert.Equal(Path.GetFullPath("/x/data"), DataFolder.Resolve("../data", "/x/recipes"));
}
