using System.Globalization;
using System.Net;
using System.Text;

namespace FineGrain.Data.Spans.Showing;

/// <summary>
/// Shows texts as one self-contained HTML page: no script, nothing fetched. Each mark is underlined in its colour, the outermost tinted too, with its label as a chip
/// behind it; marks may nest and cross. Chips are isolated, so right-to-left text keeps its order, and are not copied with the text.
/// </summary>
public sealed class HtmlShowing : IDisposable
{
    private static readonly string[] Palette = ["#2f9e44", "#e8890c", "#1c7ed6", "#c2255c", "#0c8599", "#e03131", "#7048e8", "#7c8a00", "#5c7080", "#a0522d"];
    private readonly Dictionary<string, (int Color, int Count)> labels = new(StringComparer.Ordinal);
    private readonly TextWriter output;

    /// <summary>Begins the page.</summary>
    public HtmlShowing(TextWriter output, string title)
    {
        this.output = output;
        output.Write($$"""
            <!doctype html>
            <html lang="und"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{{WebUtility.HtmlEncode(title)}}</title>
            <style>
            :root{color-scheme:light dark}
            body{font:17px/1 system-ui,"Noto Sans","Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;display:flex;flex-direction:column}
            nav{order:-1;font-size:.8rem;line-height:2;margin-bottom:1rem}
            article{border-top:1px solid #8884;padding:.6rem 0}
            p{margin:0;line-height:2.4;white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:plaintext}
            small{font-size:.7rem;color:#888}
            ul{margin:.2rem 0;padding-inline-start:1.2rem;font-size:.85rem;line-height:1.6}
            .m{border-radius:3px;-webkit-box-decoration-break:clone;box-decoration-break:clone}
            .c{unicode-bidi:isolate;user-select:none;-webkit-user-select:none;font-size:.62em;font-weight:700;color:#fff;border-radius:3px;padding:.15em .4em;margin-inline:.3em .15em;vertical-align:.15em;white-space:nowrap}
            .c i{font-style:normal;font-weight:400;opacity:.85}
            </style></head><body>

            """);
    }

    /// <summary>Shows one text.</summary>
    public void Write(ShownText shown)
    {
        var lanes = Lanes.Of(shown.Marks);
        int[] borders = [.. shown.Marks.SelectMany(m => new[] { m.Start, m.End }).Append(0).Append(shown.Text.Length).Distinct().Order()];
        var body = new StringBuilder();
        for (var b = 0; b < borders.Length; b++)
        {
            for (var m = shown.Marks.Count - 1; m >= 0; m--)
                if (shown.Marks[m].End == borders[b]) Chip(body, shown.Marks[m]);
            if (b + 1 < borders.Length) Segment(body, shown, lanes, borders[b], borders[b + 1]);
        }
        output.Write($"<article><small>{WebUtility.HtmlEncode(shown.Id)}</small>\n<p dir=\"auto\">{body}</p>\n");
        if (shown.Lines.Count > 0) output.Write($"<ul>{string.Concat(shown.Lines.Select(l => $"<li dir=\"auto\">{WebUtility.HtmlEncode(l)}</li>"))}</ul>\n");
        output.Write("</article>\n");
    }

    private void Segment(StringBuilder body, ShownText shown, int[] lanes, int start, int end)
    {
        var words = WebUtility.HtmlEncode(shown.Text[start..end]);
        int[] inside = [.. Enumerable.Range(0, lanes.Length).Where(m => shown.Marks[m].Start <= start && shown.Marks[m].End >= end)];
        if (inside.Length == 0)
        {
            body.Append(words);
            return;
        }
        var layers = inside.Select(m => string.Create(CultureInfo.InvariantCulture, $"linear-gradient({Color(shown.Marks[m].Label)} 0 0) 0 calc(100% - {lanes[m] * 5}px)/100% 3px no-repeat"));
        var outermost = Color(shown.Marks[inside.MinBy(m => lanes[m])].Label);
        var depth = lanes.Max() + 1; // of the whole text, so that a lane keeps its height
        body.Append(CultureInfo.InvariantCulture, $"<span class=\"m\" style=\"background:{string.Join(',', layers)},{outermost}2e;padding-block:.2em {(depth * 5) + 1}px\">{words}</span>");
    }

    private void Chip(StringBuilder body, Mark mark)
    {
        var color = Color(mark.Label);
        labels[mark.Label] = labels[mark.Label] with { Count = labels[mark.Label].Count + 1 };
        var score = mark.Score is { } given ? string.Create(CultureInfo.InvariantCulture, $" <i>{given:0.00}</i>") : "";
        body.Append(CultureInfo.InvariantCulture, $"<bdi class=\"c\" style=\"background:{color}\" title=\"[{mark.Start}, {mark.End})\">{WebUtility.HtmlEncode(mark.Label)}{score}</bdi>");
    }

    private string Color(string label)
    {
        if (!labels.TryGetValue(label, out var known)) labels[label] = known = (labels.Count % Palette.Length, 0);
        return Palette[known.Color];
    }

    /// <summary>Ends the page with the legend, which stands at its top.</summary>
    public void Dispose()
    {
        var chips = labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"<bdi class=\"c\" style=\"background:{Palette[l.Value.Color]}\">{WebUtility.HtmlEncode(l.Key)} <i>{l.Value.Count.ToString(CultureInfo.InvariantCulture)}</i></bdi>");
        output.Write($"<nav>{string.Join(' ', chips)}</nav>\n</body></html>\n");
        output.Flush();
    }
}
