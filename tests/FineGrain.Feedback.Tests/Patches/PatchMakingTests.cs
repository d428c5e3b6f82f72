using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.Patches;

namespace FineGrain.Feedback.Tests.Patches;

public sealed class PatchMakingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Accepted_corrections_become_a_patch_and_annotated_texts_come_in()
    {
        Correction[] corrections =
        [
            Make("1", "t0", ["positive"], ["negative"]), Make("2", "t1", ["negative"], ["positive"]) with { State = CorrectionState.Rejected }, Make("3", "new", [], ["negative"]) with { Text = "what a bore" },
        ];
        var patch = PatchMaking.OfAccepted("mend", corrections);
        Assert.Equal(("relabel", 1, "what a bore"), (patch.Kind, patch.Corrections.Count, Assert.Single(patch.Added).Text));
        var versions = new DataVersions(folder.Path);
        var first = versions.Begin(Reviews.Make(4, 1));
        var second = versions.Apply(first, patch);
        Assert.Equal((5, "negative"), (second.Rows, versions.Examples(second)[0].Label));
        Assert.Equal(first.Hash, versions.Revert(second, "mend").Hash);
    }

    [Fact]
    public void Nothing_accepted_is_an_error_that_says_what_to_do() =>
        Assert.Contains("finegrain review", Assert.Throws<InputException>(() => PatchMaking.OfAccepted("x", [Make("1", "t0", ["positive"], ["negative"]) with { State = CorrectionState.Proposed }])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_lexicon_becomes_short_examples()
    {
        File.WriteAllText(folder.At("words.tsv"), "# word, label, weight\n给力\tpositive\nmeh\tnegative\t0.5\n");
        var words = PatchMaking.Lexicon(folder.At("words.tsv"));
        Assert.Equal([("给力", "positive", 1.0), ("meh", "negative", 0.5)], words.Select(e => (e.Text, e.Label!, e.Weight)));
        File.WriteAllText(folder.At("words.tsv"), "给力 positive\n");
        Assert.Contains("words.tsv:1", Assert.Throws<InputException>(() => PatchMaking.Lexicon(folder.At("words.tsv"))).Message, StringComparison.Ordinal);
    }

    private static Correction Make(string id, string example, string[] old, string[] @new) => new()
    {
        Id = id, ExampleId = example, Kind = CorrectionKind.Relabel, Old = Annotation.OfLabels(old), New = Annotation.OfLabels(@new), Author = "finegrain", Time = DateTimeOffset.UnixEpoch, State = CorrectionState.Accepted,
    };
}
