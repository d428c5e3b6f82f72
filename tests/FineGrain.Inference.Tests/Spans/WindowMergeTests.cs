using System.Text;
using System.Text.RegularExpressions;
using FineGrain.Core;
using FineGrain.Data.Batching;
using FineGrain.Data.Tokenization;
using FineGrain.Inference.Spans;

namespace FineGrain.Inference.Tests.Spans;

public sealed partial class WindowMergeTests
{
    private static readonly ScoredSpan Po = new(90, 95, "LOC", 0.6);

    [Fact]
    public void One_windows_answer_is_returned_as_it_is()
    {
        ScoredSpan[] spans = [new(5, 9, "LOC", 0.2), new(1, 7, "PER", 0.9)];
        Assert.Same(spans, WindowMerge.Spans([new(0, 9, false, false, spans)]));
    }

    [Fact]
    public void A_span_seen_twice_counts_once_with_the_score_of_the_window_that_sees_more_around_it() =>
        // 5 characters before the border of the first, 15 behind that of the second.
        Assert.Equal([Po with { Score = 0.5 }], WindowMerge.Spans([new(0, 100, false, true, [Po]), new(75, 200, true, false, [Po with { Score = 0.5 }])]));

    [Fact]
    public void Seen_as_well_by_both_the_higher_score_counts_and_one_that_only_one_found_stays()
    {
        Assert.Equal([Po], WindowMerge.Spans([new(0, 100, false, true, [Po]), new(85, 200, true, false, [Po with { Score = 0.5 }])]));
        Assert.Equal([Po], WindowMerge.Spans([new(0, 100, false, true, []), new(85, 200, true, false, [Po])]));
        Assert.Equal([Po], WindowMerge.Spans([new(0, 100, false, true, [Po]), new(85, 200, true, false, [Po])]));
    }

    [Fact]
    public void How_probable_a_span_is_says_the_window_that_sees_most_around_it() =>
        Assert.Equal([0.5, 0.7], WindowMerge.Probabilities([new WindowSpans(0, 100, false, true, []), new WindowSpans(75, 200, true, false, [])], [new(90, 95, "LOC"), new(10, 12, "LOC")], [[0.9, 0.7], [0.5, 0]]));

    [Fact]
    public void What_only_the_window_that_sees_less_around_it_found_is_dropped() =>
        Assert.Empty(WindowMerge.Spans([new(0, 100, false, true, [Po]), new(75, 200, true, false, [])]));

    [Fact]
    public void A_span_that_a_border_cut_off_loses_to_the_whole_one_even_if_surer() =>
        Assert.Equal([Po with { End = 110 }], WindowMerge.Spans([new(0, 100, false, true, [Po with { End = 100, Score = 0.99 }]), new(75, 200, true, false, [Po with { End = 110 }])]));

    [Fact]
    public void Of_two_parts_of_a_span_longer_than_the_overlap_the_surer_stays() =>
        Assert.Equal([new(70, 100, "LOC", 0.9)], WindowMerge.Spans([new(0, 100, false, true, [new(70, 100, "LOC", 0.9)]), new(75, 200, true, false, [new(75, 130, "LOC", 0.8)])]));

    [Fact]
    public void The_ends_of_the_text_are_no_borders()
    {
        ScoredSpan first = new(0, 4, "PER", 0.7), last = new(196, 200, "PER", 0.7);
        Assert.Equal([first, last], WindowMerge.Spans([new(0, 100, false, true, [first]), new(75, 200, true, false, [last])]));
    }

    [Fact]
    public void Spans_of_two_windows_that_contradict_each_other_are_decided_by_score()
    {
        // Each lies deeper in its own window, and they share 87 to 88.
        ScoredSpan left = new(80, 88, "LOC", 0.6), right = new(87, 95, "PER", 0.8), inside = new(84, 87, "ORG", 0.5);
        Assert.Equal([right], WindowMerge.Spans([new(0, 100, false, true, [left]), new(75, 200, true, false, [right])]));
        Assert.Equal([left], WindowMerge.Spans([new(0, 100, false, true, [left with { Score = 0.9 }]), new(75, 200, true, false, [right])]).Select(s => s with { Score = 0.6 }));
        Assert.Equal([right], WindowMerge.Spans([new(0, 100, false, true, [left]), new(75, 200, true, false, [right])], flat: false)); // crossing never stands
        ScoredSpan wide = new(84, 95, "ORG", 0.7);
        var nested = new[] { new WindowSpans(0, 100, false, true, [inside]), new WindowSpans(75, 200, true, false, [wide]) };
        Assert.Equal([wide], WindowMerge.Spans(nested));
        Assert.Equal([wide, inside], WindowMerge.Spans(nested, flat: false));
    }

    [Fact]
    public void Spans_of_one_window_are_not_judged_again()
    {
        ScoredSpan outer = new(10, 30, "ORG", 0.4), inner = new(15, 20, "LOC", 0.9), crossing = new(25, 35, "PER", 0.8);
        Assert.Equal([outer, inner, crossing], WindowMerge.Spans([new(0, 100, false, true, [inner, crossing, outer]), new(75, 200, true, false, [])]));
    }

    /// <summary>
    /// A model that marks runs of capitals and is the surer the more it sees around them, up to 60 characters: windows with an overlap of more than that and a run
    /// must answer as the whole text, spans and scores.
    /// </summary>
    [Theory, InlineData(128, 40), InlineData(300, null)]
    public void A_text_of_100_000_characters_gives_the_spans_of_its_windows(int maxLength, int? overlap)
    {
        var text = Story();
        Assert.InRange(text.Length, 99_000, 110_000);
        var windows = new TextWindows(maxLength, overlap).Of(text, Words).ToList();
        Assert.True(windows.Count > 50);

        var merged = WindowMerge.Spans([.. windows.Select(w => new WindowSpans(w.Start, w.End, w.CutBefore, w.CutAfter, Marked(text, w.Start, w.End, w.CutBefore, w.CutAfter)))]);

        var whole = Marked(text, 0, text.Length, false, false);
        Assert.True(whole.Count > 1_000);
        Assert.Equal(whole, merged);
    }

    private static List<ScoredSpan> Marked(string text, int start, int end, bool cutBefore, bool cutAfter) =>
    [
        .. Capitals().Matches(text[start..end]).Select(run =>
        {
            var around = Math.Min(cutBefore ? run.Index : 60, cutAfter ? end - start - run.Index - run.Length : 60);
            return new ScoredSpan(start + run.Index, start + run.Index + run.Length, "CAP", Math.Min(60, around) / 60.0);
        }),
    ];

    private static EncodedExample Words(string text)
    {
        Offset[] units = [.. Word().Matches(text).Select(w => new Offset(w.Index, w.Index + w.Length))];
        return new()
        {
            Ids = [1, .. units.Select(u => 10 + u.Length), 2],
            TypeIds = new int[units.Length + 2],
            Offsets = [default, .. units, default],
            NgramIds = [],
            TokenUnits = [-1, .. Enumerable.Range(0, units.Length), -1],
            Units = units,
        };
    }

    private static string Story()
    {
        var story = new StringBuilder();
        for (var i = 0; story.Length < 100_000; i++)
        {
            var capital = i % 11 is 3 or 4 || i % 13 == 5;
            for (var letter = 0; letter < 2 + (i * 7 % 8); letter++) story.Append((char)((capital ? 'A' : 'a') + ((i + letter) % 26)));
            story.Append(i % 17 == 0 ? ". " : " ");
        }
        return story.ToString().TrimEnd();
    }

    [GeneratedRegex(@"\b[A-Z]+(?: [A-Z]+)*\b")]
    private static partial Regex Capitals();

    [GeneratedRegex(@"\S+")]
    private static partial Regex Word();
}
