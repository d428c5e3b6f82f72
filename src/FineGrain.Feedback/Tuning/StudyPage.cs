using System.Globalization;
using System.Net;
using System.Text;

namespace FineGrain.Feedback.Tuning;

/// <summary>A study as one page that needs nothing else: the best score so far, the score over each parameter, importance, all trials.</summary>
public static class StudyPage
{
    private const int Width = 360, Height = 180, Margin = 24;

    /// <summary>The page.</summary>
    public static string Of(string title, Study study)
    {
        var scored = study.Trials.Where(t => t.Score is not null).ToList();
        var page = new StringBuilder($"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{Text(title)}</title><style>body{{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}}"
            + "svg{background:#f7f7f7}circle{fill:#2563eb;fill-opacity:.6}polyline{fill:none;stroke:#2563eb;stroke-width:2}figure{display:inline-block;margin:0 1rem 1rem 0}table{border-collapse:collapse}td,th{padding:.2rem .6rem;text-align:left;border-bottom:1px solid #ddd}</style>");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Text(title)}</h1><p>{study.Trials.Count} trials of {study.Trials.Select(t => t.Number).Distinct().Count()} settings, {study.Trials.Sum(t => t.Seconds):0} s of training.</p>");
        if (scored.Count > 0)
        {
            double best = double.NegativeInfinity, low = scored.Min(t => t.Score!.Value), high = scored.Max(t => t.Score!.Value);
            double Y(double score) => Height - Margin - ((high == low ? 0.5 : (score - low) / (high - low)) * (Height - (2 * Margin)));
            page.Append(CultureInfo.InvariantCulture, $"<h2>Best so far</h2><svg width=\"{2 * Width}\" height=\"{Height}\" role=\"img\" aria-label=\"best score so far\"><polyline points=\"");
            for (var i = 0; i < scored.Count; i++)
                page.Append(CultureInfo.InvariantCulture, $"{Margin + (i * (2.0 * (Width - Margin)) / Math.Max(1, scored.Count - 1)):0.#},{Y(best = Math.Max(best, scored[i].Score!.Value)):0.#} ");
            page.Append(CultureInfo.InvariantCulture, $"\"/><text x=\"4\" y=\"14\">{high:0.0000}</text><text x=\"4\" y=\"{Height - 4}\">{low:0.0000}</text></svg><h2>Score over each key</h2>");
            foreach (var parameter in study.Parameters)
            {
                page.Append(CultureInfo.InvariantCulture, $"<figure><svg width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-label=\"{Text(parameter.Path)}\">");
                foreach (var t in scored)
                    page.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{Margin + (parameter.ToUnit(t.Values[parameter.Path]) * (Width - (2 * Margin))):0.#}\" cy=\"{Y(t.Score!.Value):0.#}\" r=\"{3 + t.Rung}\"><title>{Text(t.Values[parameter.Path])}: {t.Score:0.0000}</title></circle>");
                page.Append(CultureInfo.InvariantCulture, $"</svg><figcaption>{Text(parameter.Path)}: {Text(parameter.FromUnit(0))} to {Text(parameter.FromUnit(1))}{(parameter.IsLog ? " (log)" : "")}</figcaption></figure>");
            }
            page.Append("<h2>Importance</h2><table><tr><th>key<th>share of the variance</tr>");
            foreach (var (path, share) in Importance.Of(study.Parameters, study.Latest)) page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(path)}<td>{share:P0}</tr>");
            page.Append("</table>");
        }
        page.Append("<h2>Trials</h2><table><tr><th>setting<th>rung<th>score<th>seconds").AppendJoin("", study.Parameters.Select(p => $"<th>{Text(p.Path)}")).Append("</tr>");
        foreach (var t in study.Trials.OrderByDescending(t => t.Rung).ThenByDescending(t => t.Score))
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{t.Number}<td>{t.Rung}<td>{(t.Score is { } score ? score.ToString("0.0000", CultureInfo.InvariantCulture) : Text(t.Failure ?? "failed"))}<td>{t.Seconds:0}").AppendJoin("", study.Parameters.Select(p => $"<td>{Text(t.Values[p.Path])}")).Append("</tr>");
        return page.Append("</table></html>\n").ToString();
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
