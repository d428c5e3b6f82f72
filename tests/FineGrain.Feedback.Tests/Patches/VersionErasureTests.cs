using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.Patches;

namespace FineGrain.Feedback.Tests.Patches;

public sealed class VersionErasureTests : IDisposable
{
    private const string Secret = "Mrs \"Smith\" liked it";
    private readonly TemporaryFolder folder = new();

    private static readonly Example[] Examples =
    [
        new() { Id = "1", Text = "good film", Labels = ["positive"] }, new() { Id = "2", Text = Secret, Labels = ["negative"] }, new() { Id = "3", Text = "bad film", Labels = ["positive"] },
    ];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_text_leaves_all_versions_and_patches_and_the_chain_stays_whole()
    {
        var versions = new DataVersions(folder.At("versions"));
        var first = versions.Begin(Examples);
        var second = versions.Apply(first, Relabel("p1", "2", "negative", "positive", Secret));
        var third = versions.Apply(second, Relabel("p2", "3", "positive", "negative", null) with { Recipe = [new("data.sampling", "over")] });
        var fourth = versions.Apply(third, new() { Id = "p3", Kind = "augment", Added = [new() { Id = "4", Text = "superb", Labels = ["positive"] }] });
        Assert.Equal(5, VersionErasure.Holding(folder.Path, [Secret]).Count); // four versions, one patch

        var erased = VersionErasure.Erase(folder.At("versions"), "2");
        Assert.Equal((4, 1, Secret), (erased.Renamed.Count, erased.Patches, Assert.Single(erased.Texts)));
        Assert.Empty(VersionErasure.Holding(folder.Path, [Secret]));

        // Old names still find the versions, and these say what they hold.
        var now = versions.Find(fourth.Hash[..10]);
        Assert.Equal(erased.Renamed[fourth.Hash], now.Hash);
        Assert.Equal(["1", "3", "4"], versions.Examples(now).Select(e => e.Id));
        Assert.Equal(["p1", "p2", "p3"], now.Patches);
        Assert.Equal(versions.Find(first.Hash).Hash, now.Base);
        Assert.Equal([versions.Find(third.Hash).Hash], now.Parents);
        Assert.Equal(3, now.Rows);
        // Without its text the relabelled version is the first one.
        Assert.Equal(versions.Find(first.Hash).Hash, versions.Find(second.Hash).Hash);
        Assert.Equal(versions.Find(first.Hash).Hash, versions.Begin([Examples[0], Examples[2]]).Hash);
        Assert.Equal(["positive", "positive", "positive"], versions.Examples(versions.Revert(now, "p2")).Select(e => e.Label!));
        Assert.Equal("data.sampling=over", Assert.Single(versions.Revert(now, "p1").Recipe).Setting);
    }

    [Fact]
    public void A_second_erasure_goes_on_from_the_names_of_the_first_and_an_unknown_text_changes_nothing()
    {
        var versions = new DataVersions(folder.At("versions"));
        var first = versions.Begin(Examples);
        VersionErasure.Erase(folder.At("versions"), "2");
        VersionErasure.Erase(folder.At("versions"), "3");
        Assert.Equal(["1"], versions.Examples(versions.Find(first.Hash)).Select(e => e.Id));
        var nothing = VersionErasure.Erase(folder.At("versions"), "9");
        Assert.Equal((0, 0, 0), (nothing.Renamed.Count, nothing.Patches, nothing.Texts.Count));
    }

    private static Patch Relabel(string id, string example, string from, string to, string? text) => new()
    {
        Id = id, Kind = "relabel",
        Corrections = [new Correction { Id = $"c-{example}", ExampleId = example, Kind = CorrectionKind.Relabel, Old = Annotation.OfLabels(from), New = Annotation.OfLabels(to), Author = "ann", Time = DateTimeOffset.UnixEpoch, Text = text }],
    };
}
