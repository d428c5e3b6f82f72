using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Aspects;
using FineGrain.Data.Duplicates;
using FineGrain.Data.Reading;

namespace FineGrain.Data.Preparing;

/// <summary>The first stage of a run: reads the sources of a recipe, splits them, finds leaks and fixes the label set.</summary>
public static class DataPreparation
{
    /// <summary>Prepares the data of <paramref name="recipe"/>; the same recipe and files give the same result, bit for bit.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="recipeFolder">Folder of the recipe file; <c>data.root</c> is relative to it.</param>
    /// <exception cref="InputException">A row cannot be read, has no label, an unknown label or an id that another row of its split has; or a split is empty.</exception>
    public static PreparedData Prepare(Recipe recipe, string recipeFolder)
    {
        var data = recipe.Data;
        var root = DataFolder.Resolve(data.Root, recipeFolder);
        var options = new ReadOptions { Target = recipe.Target == "categories" ? "labels" : recipe.Task == "aspects" ? "spans" : recipe.Target };
        var train = Read(data.Train, root, options);
        var dev = Read(data.Dev, root, options);
        var test = Read(data.Test, root, options);
        if (recipe is { Task: "aspects", Target: "label" }) (train, dev, test) = ([.. AspectExamples.Of(train)], [.. AspectExamples.Of(dev)], [.. AspectExamples.Of(test)]);
        if (train.Count == 0) throw new InputException("data.train", "no examples. Check the paths and label_map.");

        var devShare = data.Dev.Count == 0 ? data.Split.Dev : 0;
        var testShare = data.Test.Count == 0 ? data.Split.Test : 0;
        if (devShare + testShare >= 1) throw new InputException("data.split", $"dev {devShare} and test {testShare} leave nothing for training. Their sum must be below 1.");
        if (devShare > 0 || testShare > 0)
        {
            var parts = StratifiedSplit.Cut(train, DuplicateGroups.Of(train), data.Split.Seed, testShare, devShare);
            if (testShare > 0) test = parts[0];
            if (devShare > 0) dev = parts[1];
            train = parts[2];
        }

        return Finish(recipe, train, dev, test);
    }

    /// <summary>The same from splits that an earlier preparation wrote: what was cut and dropped then stays so.</summary>
    /// <param name="recipe">The recipe; its data section is not read.</param>
    /// <param name="train">Training examples.</param>
    /// <param name="dev">Dev examples.</param>
    /// <param name="test">Test examples.</param>
    /// <exception cref="InputException">A row has no label, an unknown label or an id that another row of its split has.</exception>
    public static PreparedData OfSplits(Recipe recipe, IReadOnlyList<Example> train, IReadOnlyList<Example> dev, IReadOnlyList<Example> test) =>
        Finish(recipe with { Data = recipe.Data with { Leaks = "keep" } }, train, dev, test);

    /// <summary>The data of a refit: all that training may learn of train and dev in one, and no dev.</summary>
    /// <param name="recipe">The recipe that <paramref name="data"/> was prepared by; with <c>leaks: drop</c> rows of dev whose text stands in test are left out.</param>
    /// <param name="data">The prepared data.</param>
    public static PreparedData WithDev(Recipe recipe, PreparedData data)
    {
        var held = recipe.Data.Leaks == "drop" ? data.Test.Select(TextKey.Of).ToHashSet() : [];
        return data with { Train = [.. data.Train, .. data.Dev.Where(e => !held.Contains(TextKey.Of(e)))], Dev = [] };
    }

    /// <summary>The data with those rows of dev and test marked as known, too, whose text a network has learnt before this recipe.</summary>
    /// <param name="data">The prepared data.</param>
    /// <param name="learned">What it was trained on.</param>
    public static PreparedData Knowing(PreparedData data, IEnumerable<Example> learned)
    {
        var known = learned.Select(TextKey.Of).ToHashSet();
        return known.Count == 0 ? data : data with
        {
            LeakedDevIds = data.LeakedDevIds.Union(Leaked(data.Dev, known)).ToHashSet(),
            LeakedTestIds = data.LeakedTestIds.Union(Leaked(data.Test, known)).ToHashSet(),
        };
    }

    private static PreparedData Finish(Recipe recipe, IReadOnlyList<Example> train, IReadOnlyList<Example> dev, IReadOnlyList<Example> test)
    {
        var data = recipe.Data;
        var known = train.Select(TextKey.Of).ToHashSet();
        var leakedDev = Leaked(dev, known);
        if (recipe.Training.Refit) known.UnionWith(dev.Select(TextKey.Of)); // the network that answers test has learnt dev
        var leakedTest = Leaked(test, known);
        var before = train.Count;
        if (data.Leaks == "drop")
        {
            var held = dev.Concat(test).Select(TextKey.Of).ToHashSet();
            train = [.. train.Where(e => !held.Contains(TextKey.Of(e)))];
        }
        if (train.Count == 0) throw new InputException("data", "no training examples are left after the split and 'leaks: drop'.");
        var labels = Labels(recipe, train);
        foreach (var split in (ReadOnlySpan<IReadOnlyList<Example>>)[train, dev, test]) Check(recipe, split, labels);
        return new PreparedData
        {
            Train = train,
            Dev = dev,
            Test = test,
            Labels = labels,
            LeakedDevIds = leakedDev,
            LeakedTestIds = leakedTest,
            Dropped = before - train.Count,
            Hash = DataHash.Of(("train", train), ("dev", dev), ("test", test)),
        };
    }

    private static IReadOnlyList<Example> Read(IReadOnlyList<SourceRecipe> sources, string root, ReadOptions options) =>
        [.. sources.SelectMany(source => ExampleReader.Read(source, root, options))];

    private static HashSet<string> Leaked(IReadOnlyList<Example> split, HashSet<TextKey> known) =>
        [.. split.Where(e => known.Contains(TextKey.Of(e))).Select(e => e.Id)];

    private static LabelSet Labels(Recipe recipe, IReadOnlyList<Example> train)
    {
        if (recipe.Target == "number") return new LabelSet([]);
        var labels = new LabelSet(recipe.Labels.Count > 0 ? recipe.Labels : train.SelectMany(e => LabelsOf(recipe, e)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        if (recipe.Target == "label" && labels.Count < 2)
            throw new InputException("data.train", $"a classifier needs two labels or more, found {(labels.Count == 0 ? "none" : $"only '{labels.Names[0]}'")}. Check 'label' and label_map of the sources.");
        if (recipe.Target == "triplets" && labels.Count == 0) throw new InputException("data.train", "no text has a triplet of aspect, opinion and polarity. Check 'format' of the sources; aste has them.");
        if (recipe.Target == "spans" && labels.Count == 0)
            throw new InputException("data.train", $"no text has a span in its {recipe.Spans.Layer}. Check 'format' and 'spans' of the sources, and 'spans.layer' of the recipe.");
        return labels;
    }

    private static IEnumerable<string> LabelsOf(Recipe recipe, Example example) => recipe.Target switch
    {
        "spans" => example.SpansOf(recipe.Spans.Layer).Select(s => s.Label),
        "triplets" => example.Triplets.Select(t => t.Polarity),
        _ => example.Labels,
    };

    private static void Check(Recipe recipe, IReadOnlyList<Example> split, LabelSet labels)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var example in split)
        {
            var where = example.Source ?? example.Id;
            if (!ids.Add(example.Id)) throw new InputException(where, $"id '{example.Id}' stands twice in its split. Ids must be unique; leave 'id' empty to number rows by file:line, and list no file twice.");
            if (recipe.Target == "number" ? example.Number is null : recipe.Target == "label" && example.Labels.Count == 0)
                throw new InputException(where, $"no {recipe.Target}. Mend the row, or drop such rows with label_map.");
            foreach (var label in LabelsOf(recipe, example)) labels.IndexOf(label, where);
            if (recipe.Target == "spans" && recipe.Spans is { Head: not "biaffine", Overlaps: "error" }) FlatSpans.Check(example, recipe.Spans.Layer, where);
        }
    }
}
