using FineGrain.Feedback.Agreement;

namespace FineGrain.Feedback.Tests.Agreement;

public sealed class AgreementTests
{
    [Fact]
    public void Kappa_of_the_textbook_table_is_0_4()
    {
        // 50 grant proposals, two readers: 20 both yes, 15 both no, 5 and 10 mixed: p_o = 0.7, p_e = 0.5.
        (string, string)[] pairs = [.. Repeat("yes", "yes", 20), .. Repeat("yes", "no", 5), .. Repeat("no", "yes", 10), .. Repeat("no", "no", 15)];
        Assert.Equal(0.4, CohenKappa.Of(pairs), 12);
    }

    [Fact]
    public void Alpha_of_the_example_in_Krippendorffs_paper_is_0_743()
    {
        // Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C: four observers, twelve units, values missing; nominal alpha 0.743.
        string[] observers = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."];
        var items = Enumerable.Range(0, 12).Select(u => (IReadOnlyList<char>)[.. observers.Select(o => o[u]).Where(c => c != '.')]);
        Assert.Equal(0.743, KrippendorffAlpha.Of(items), 3);
    }

    [Fact]
    public void Alpha_of_two_people_and_binary_values_follows_from_the_coincidences()
    {
        // The paper's section A: ten units, of the 20 values 14 are 0 and 6 are 1, four units disagree: alpha = 1 - 19 * 4 / (14 * 6) = 0.095.
        IReadOnlyList<int>[] items = [[0, 1], [1, 1], [0, 1], [0, 0], [0, 0], [0, 1], [0, 0], [0, 0], [1, 0], [0, 0]];
        Assert.Equal(1 - (19 * 4.0 / (14 * 6)), KrippendorffAlpha.Of(items), 12);
    }

    [Fact]
    public void Full_agreement_is_one_and_one_label_for_all_says_nothing()
    {
        Assert.Equal(1, CohenKappa.Of([("a", "a"), ("b", "b")]));
        Assert.Equal(1, KrippendorffAlpha.Of<string>([["a", "a", "a"], ["b", "b"]]));
        Assert.True(double.IsNaN(CohenKappa.Of([("a", "a"), ("a", "a")])));
        Assert.True(double.IsNaN(KrippendorffAlpha.Of<string>([["a", "a"], ["a"]])));
    }

    [Fact]
    public void Nothing_judged_twice_is_an_error()
    {
        Assert.Throws<ArgumentException>(() => CohenKappa.Of<string>([]));
        Assert.Throws<ArgumentException>(() => KrippendorffAlpha.Of<string>([["a"], []]));
    }

    private static IEnumerable<(string, string)> Repeat(string first, string second, int count) => Enumerable.Repeat((first, second), count);
}
