using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.Patches;

namespace FineGrain.Feedback.Tests.Patches;

public sealed class DataVersionsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static readonly Example[] Examples =
    [
        new() { Id = "1", Text = "good film", Labels = ["positive"] },
        new() { Id = "2", Text = "bad film", Labels = ["positive"] },
        new() { Id = "3", Text = "Rome is in Italy", Entities = [new(0, 4, "LOC"), new(11, 16, "ORG")], Labels = ["none"] },
    ];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_patch_gives_a_new_version_and_leaves_the_old_one()
    {
        var versions = new DataVersions(folder.Path);
        var first = versions.Begin(Examples);
        var second = versions.Apply(first, Relabel("p1", "2", "positive", "negative"));
        Assert.Equal("negative", versions.Examples(second)[1].Label);
        Assert.Equal("positive", versions.Examples(first)[1].Label);
        Assert.Equal([first.Hash], second.Parents);
        Assert.Equal(["p1"], second.Patches);
        Assert.NotEqual(first.Hash, second.Hash);
        Assert.Equal(second, versions.Find(second.Hash[..8]) with { Parents = second.Parents, Patches = second.Patches, Recipe = second.Recipe });
    }

    [Fact]
    public void A_patch_is_taken_out_of_the_middle_of_a_chain()
    {
        var versions = new DataVersions(folder.Path);
        var first = versions.Begin(Examples);
        var third = versions.Apply(versions.Apply(first, Relabel("p1", "2", "positive", "negative")), new() { Id = "p2", Kind = "lexicon", Added = [new() { Id = "lexicon:superb", Text = "superb", Labels = ["positive"] }] });
        var without = versions.Revert(third, "p1");
        Assert.Equal(["p2"], without.Patches);
        Assert.Equal(["positive", "positive", "none", "positive"], versions.Examples(without).Select(e => e.Label!));
        Assert.Equal(first.Hash, versions.Revert(versions.Revert(third, "p1"), "p2").Hash);
    }

    [Fact]
    public void A_patch_that_others_build_on_is_not_taken_back_alone()
    {
        var versions = new DataVersions(folder.Path);
        var version = versions.Apply(versions.Begin(Examples), Relabel("p1", "2", "positive", "negative"));
        version = versions.Apply(version, Relabel("p2", "2", "negative", "neutral"));
        Assert.Contains("'p2' builds on it", Assert.Throws<InputException>(() => versions.Revert(version, "p1")).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Kinds => ["relabel", "drop", "reweight", "spans", "augment", "lexicon", "erase-unit", "resample", "threshold", "recipe"];

    [Theory, MemberData(nameof(Kinds))]
    public void A_patch_of_every_kind_gives_a_version_of_its_own_and_is_taken_back(string kind)
    {
        var versions = new DataVersions(folder.Path);
        Example[] examples = kind == "erase-unit" ? Examples[..2] : Examples;
        var first = versions.Begin(examples);
        var second = versions.Apply(first, OfKind(kind));
        Assert.NotEqual(first.Hash, second.Hash);
        Assert.Equal(["p"], Assert.Single(versions.All, v => v.Hash == second.Hash).Patches);
        Assert.Equal(OfKind(kind).Recipe, versions.Find(second.Hash).Recipe);
        Assert.Equal(second.Rows, versions.Examples(second).Count);
        Assert.Equal(first.Hash, versions.Revert(versions.Find(second.Hash), "p").Hash);
    }

    [Fact]
    public void Recipe_values_of_the_whole_chain_count_and_the_last_of_a_key_wins()
    {
        var versions = new DataVersions(folder.Path);
        var version = versions.Apply(versions.Begin(Examples), OfKind("resample"));
        version = versions.Apply(version, Relabel("p1", "2", "positive", "negative"));
        version = versions.Apply(version, OfKind("resample") with { Id = "p2", Recipe = [new("evaluation.calibration", "vector"), new("data.sampling", "under")] });
        Assert.Equal(["evaluation.calibration=vector", "data.sampling=under"], version.Recipe.Select(c => c.Setting));
        Assert.Equal(["data.sampling=over"], versions.Revert(version, "p2").Recipe.Select(c => c.Setting));
        Assert.Equal("negative", versions.Examples(versions.Revert(version, "p"))[1].Label);
    }

    [Fact]
    public void A_patch_that_a_program_makes_again_is_the_one_that_is_kept_and_another_gets_another_name()
    {
        var versions = new DataVersions(folder.Path);
        var first = versions.Begin(Examples);
        var patch = Relabel("p1", "2", "positive", "negative");
        versions.Apply(first, patch);
        var again = versions.Settled(first, patch with { Corrections = [patch.Corrections[0] with { Id = "new", Time = DateTimeOffset.UnixEpoch.AddDays(1) }] });
        Assert.Equal(patch.Corrections[0].Id, again.Corrections[0].Id);
        Assert.Equal(versions.Apply(first, patch).Hash, versions.Apply(first, again).Hash);
        Assert.Equal($"p1-{first.Hash[..6]}", versions.Settled(first, Relabel("p1", "1", "positive", "negative")).Id);
    }

    [Fact]
    public void A_version_edited_by_hand_is_refused()
    {
        var versions = new DataVersions(folder.Path);
        var first = versions.Begin(Examples);
        File.AppendAllText(versions.TrainFile(first), File.ReadLines(versions.TrainFile(first)).First() + "\n");
        Assert.Contains("changed by hand", Assert.Throws<InputException>(() => versions.Examples(first)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_of_correction_does_what_it_says()
    {
        Patch Of(Correction correction) => new() { Id = "p", Kind = "x", Corrections = [correction] };
        Assert.Equal(["1", "3"], PatchApplying.Apply(Examples, Of(Correct("2", CorrectionKind.Drop, null, null))).Select(e => e.Id));
        Assert.Equal(0.5, PatchApplying.Apply(Examples, Of(Correct("1", CorrectionKind.Reweight, null, new() { Weight = 0.5 })))[0].Weight);
        Assert.Equal([new Span(0, 4, "LOC"), new Span(11, 16, "LOC")],
            PatchApplying.Apply(Examples, Of(Correct("3", CorrectionKind.SpanChange, Annotation.OfSpan(new(11, 16, "ORG")), Annotation.OfSpan(new(11, 16, "LOC")))))[2].Entities);
        Assert.Equal([new Span(0, 4, "LOC")], PatchApplying.Apply(Examples, Of(Correct("3", CorrectionKind.SpanRemove, Annotation.OfSpan(new(11, 16, "ORG")), null)))[2].Entities);
        Assert.Equal([new Span(0, 4, "LOC"), new Span(5, 7, "X"), new Span(11, 16, "ORG")],
            PatchApplying.Apply(Examples, Of(Correct("3", CorrectionKind.SpanAdd, null, Annotation.OfSpan(new(5, 7, "X")))))[2].Entities);
    }

    [Fact]
    public void A_unit_is_erased_with_one_space_and_only_as_a_whole_unit()
    {
        Example[] texts = [new() { Id = "1", Text = "Xq film xq, xqs XQ", Labels = ["a"] }];
        Assert.Equal("film, xqs", PatchApplying.Apply(texts, new() { Id = "p", Kind = "erase-unit", ErasedUnit = "xq" })[0].Text);
    }

    [Fact]
    public void A_correction_made_for_other_data_is_refused()
    {
        Assert.Contains("was made for negative", Assert.Throws<InputException>(() => PatchApplying.Apply(Examples, Relabel("p", "1", "negative", "positive"))).Message, StringComparison.Ordinal);
        Assert.Contains("'9'", Assert.Throws<InputException>(() => PatchApplying.Apply(Examples, Relabel("p", "9", "negative", "positive"))).Message, StringComparison.Ordinal);
        Assert.Contains("there already", Assert.Throws<InputException>(() => PatchApplying.Apply(Examples, new() { Id = "p", Kind = "augment", Added = [Examples[0]] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_patch_is_read_as_it_was_written()
    {
        var patch = Relabel("p1", "2", "positive", "negative") with { Recipe = [new("data.sampling", "over", "none")], ErasedUnit = "词", Added = [Examples[0]] };
        PatchFile.Write(folder.At("p.json"), patch);
        var read = PatchFile.Read(folder.At("p.json"));
        Assert.Equal(patch.Corrections, read.Corrections);
        Assert.Equal(patch.Recipe, read.Recipe);
        Assert.Equal((patch.ErasedUnit, "1"), (read.ErasedUnit, read.Added[0].Id));
        File.WriteAllText(folder.At("p.json"), "{}");
        Assert.Contains("is no patch", Assert.Throws<InputException>(() => PatchFile.Read(folder.At("p.json"))).Message, StringComparison.Ordinal);
    }

    private static Patch OfKind(string kind) => (kind switch
    {
        "relabel" => Relabel("p", "2", "positive", "negative"),
        "drop" => new() { Id = "p", Kind = kind, Corrections = [Correct("2", CorrectionKind.Drop, null, null)] },
        "reweight" => new() { Id = "p", Kind = kind, Corrections = [Correct("1", CorrectionKind.Reweight, null, new() { Weight = 0.5 })] },
        "spans" => new() { Id = "p", Kind = kind, Corrections = [Correct("3", CorrectionKind.SpanRemove, Annotation.OfSpan(new(11, 16, "ORG")), null)] },
        "augment" or "lexicon" => new() { Id = "p", Kind = kind, Added = [new() { Id = "superb", Text = "superb", Labels = ["positive"] }] },
        "erase-unit" => new() { Id = "p", Kind = kind, ErasedUnit = "film" },
        "resample" => new Patch { Id = "p", Kind = kind, Recipe = [new("data.sampling", "over")] },
        "threshold" => new() { Id = "p", Kind = kind, Recipe = [new("evaluation.abstain_below", "0.6")] },
        _ => new() { Id = "p", Kind = kind, Recipe = [new("model.width", "64")] },
    }) with { Kind = kind };

    private static Patch Relabel(string id, string example, string from, string to) => new() { Id = id, Kind = "relabel", Corrections = [Correct(example, CorrectionKind.Relabel, Annotation.OfLabels(from), Annotation.OfLabels(to))] };

    private static Correction Correct(string example, CorrectionKind kind, Annotation? old, Annotation? next) =>
        new() { Id = $"c-{example}", ExampleId = example, Kind = kind, Old = old, New = next, Author = "ann", Time = DateTimeOffset.UnixEpoch };
}
