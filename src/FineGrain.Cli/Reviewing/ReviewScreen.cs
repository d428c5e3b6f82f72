using System.Globalization;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Data.Spans.Showing;
using FineGrain.Feedback.Reviewing;

namespace FineGrain.Cli.Reviewing;

/// <summary>The desk of a review as lines of a terminal.</summary>
internal static class ReviewScreen
{
    private const int Margin = 2, Frame = 13;

    public static readonly IReadOnlyList<string> Help =
    [
        "enter, a    accept as shown, with your changes    r      reject: leave the example as it is",
        "space, s    skip                                  b      back to the one before",
        "u           undo the last decision                z      forget your changes",
        "1 … 9       that label                            tab    next label (shift: the one before)",
        "← → h l     move the border by a character        H L    by a word (also shift or ctrl with ← →)",
        "o           move the other border                 q      quit; every decision is kept already",
    ];

    /// <summary>The lines of one frame.</summary>
    /// <param name="session">The review.</param>
    /// <param name="place">Name of the store or file.</param>
    /// <param name="help">Whether to explain the keys.</param>
    /// <param name="note">A line about the last key.</param>
    /// <param name="size">Columns and lines.</param>
    /// <param name="color">Whether to paint.</param>
    public static IReadOnlyList<string> Lines(ReviewSession session, string place, bool help, string note, (int Width, int Height) size, bool color)
    {
        var width = Math.Max(20, size.Width - (2 * Margin));
        var lines = new List<string>();
        var counts = string.Create(CultureInfo.InvariantCulture, $"{(session.Items.Count == 0 ? 0 : session.Position + 1)} of {session.Items.Count}   {session.Count(CorrectionState.Accepted)} accepted, {session.Count(CorrectionState.Rejected)} rejected");
        lines.Add(Ends(place, counts, width));
        lines.Add(new string('─', width));
        if (session.Current is not { } c) lines.Add("Nothing is waiting. 'finegrain suggest' fills the queue.");
        else
        {
            lines.Add(Ends(Cells.Cut($"{CorrectionFile.Name(c.Kind)}  {c.Source ?? c.ExampleId}", Math.Max(8, width - 30)), string.Create(CultureInfo.InvariantCulture, $"{(c.Score is { } s ? $"wrong with {s:0.00}" : "")}{(c.Gain is { } g ? $", {g:0.0} a minute" : "")}"), width));
            if (c.Reason.Length > 0) lines.AddRange(TextBlock.Lines(c.Reason, null, null, null, width, 3, color: false));
            lines.Add("");
            var room = Math.Max(3, size.Height - Frame - (help ? Help.Count : 1));
            var moves = session.Draft?.Span is null || c.State != CorrectionState.Proposed ? (bool?)null : session.MovesEnd;
            lines.AddRange(TextBlock.Lines(c.Text ?? "(the text is not in the correction)", c.Old?.Span, session.Draft?.Span, moves, width, c.Pair is null ? room : Math.Max(1, room / 2), color));
            if (c.Pair is not null) lines.AddRange(TextBlock.Lines($"⇄ {c.Pair}", null, null, null, width, Math.Max(1, room / 2), color: false));
            lines.Add("");
            lines.Add($"now     {Value(c.Old, c.Text, width)}");
            lines.Add($"{(session.IsChanged ? "yours " : "then  ")}  {(c.Kind == CorrectionKind.Drop ? "the example is left out" : c.Kind == CorrectionKind.SpanRemove ? "no span" : Value(session.Draft, c.Text, width))}");
            if (c.State != CorrectionState.Proposed) lines.Add($"        {CorrectionFile.Name(c.State)} already; u takes back the last decision");
            if (session.Draft is { } draft && (draft.Span is not null || draft.Labels is not null) && session.Labels.Count > 1)
                lines.Add(Cells.Cut($"labels  {string.Join("  ", session.Labels.Take(9).Select((l, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1} {l}")))}{(session.Labels.Count > 9 ? "  tab for more" : "")}", width));
        }
        lines.Add("");
        if (help) lines.AddRange(Help.Select(h => Cells.Cut(h, width)));
        else lines.Add(Cells.Cut(session.IsDone && session.Items.Count > 0 ? "All are decided. q quits, u takes back." : "enter accept · r reject · space skip · u undo · ? all keys · q quit", width));
        if (note.Length > 0) lines.Add(Cells.Cut(note, width));
        return [.. lines.Select(l => new string(' ', Margin) + l)];
    }

    private static string Value(Annotation? value, string? text, int width) =>
        value is null ? "nothing"
        : value.Span is { } span ? $"{span.Label}  {Cells.Cut(Inside(text, span), Math.Max(8, width - 30))}  [{span.Start}, {span.End})"
        : value.Labels is { Count: 0 } ? "no label" : value.ToString();

    private static string Inside(string? text, Span span) => text is null ? "" : $"'{VisibleText.Of(span.Slice(text))}'";

    private static string Ends(string left, string right, int width)
    {
        left = Cells.Cut(left, Math.Max(1, width - Cells.Of(right) - 1));
        return left + new string(' ', Math.Max(1, width - Cells.Of(left) - Cells.Of(right))) + right;
    }
}
