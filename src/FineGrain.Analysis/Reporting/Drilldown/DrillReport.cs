using System.Text;
using FineGrain.Core;

namespace FineGrain.Analysis.Reporting.Drilldown;

/// <summary>
/// One self-contained page about a model or a pair: the overview first, then tables to drill down into, every example included. It asks the network for nothing; all but the
/// table of examples reads without scripts and on paper.
/// </summary>
public static class DrillReport
{
    /// <summary>Writes the page whole or not at all.</summary>
    /// <exception cref="InputException">The place cannot be written.</exception>
    public static void Write(string path, DrillData data, Phrases phrases) => FileWriting.Atomically(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        writer.Write(Render(data, phrases));
    });

    /// <summary>The page. The same data give the same text.</summary>
    public static string Render(DrillData data, Phrases t)
    {
        (string Id, string Title, Html Body)[] sections =
        [
            ("overview", t["Overview"], new Html().Add(DrillTiles.Draw(data, t))),
            ("pair", t["Two models"], PairSection.Draw(data, t)),
            ("weak", t["Weak slices"], SliceSections.Weak(data, t)),
            ("labels", t["Labels"], LabelSection.Draw(data, t)),
            ("confidence", t["Confidence"], ConfidenceSection.Draw(data, t)),
            ("slices", t["Slices"], SliceSections.All(data, t)),
            ("mistakes", t["Mistakes"], MistakeSection.Draw(data, t)),
        ];
        var html = new Html()
            .Add($"<!doctype html>\n<html lang=\"{t.Language}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta http-equiv=\"Content-Security-Policy\" content=\"{Assets.DrillPolicy}\">")
            .Add($"<link rel=\"icon\" href=\"data:,\"><title>{data.Name} · {t["FineGrain analysis"]}</title><style>").Raw(Assets.Css).Raw(Assets.DrillCss).Raw("</style></head><body>")
            .Add($"<header class=\"masthead\"><div><div class=\"eyebrow\"><b>{t["FineGrain analysis"]}</b></div><h1>{data.Name}</h1><p class=\"lede\">{Lede(data, t)}</p><nav>");
        foreach (var (id, title, body) in sections)
            if (body.Length > 0) html.Add($"<a href=\"#{id}\">{title}</a>");
        html.Add($"<a href=\"#examples\">{t["All examples"]}</a></nav></div></header><main>");
        foreach (var (id, title, body) in sections)
            if (body.Length > 0) html.Add($"<section><h2 id=\"{id}\">{title}</h2>").Add(body).Raw("</section>");
        return html.Add($"<section><h2 id=\"examples\">{t["All examples"]} <span class=\"note\">{t["Click a row to read it in full; click a column's head to sort."]}</span></h2>")
            .Add($"<div class=\"card table-card\"><div id=\"table\"><p class=\"note\">{t["The table of examples needs a browser of 2023 or newer."]}</p></div></div></section>")
            .Add($"<footer>{t["Made by FineGrain. Intervals of scores are 95% bootstrap intervals over the examples, of slices Wilson's."]}</footer></main>")
            .Raw("<script type=\"application/gzip\" id=\"data\">").Raw(ExampleStore.Pack(data, t)).Raw("</script><script type=\"application/gzip\" id=\"texts\">").Raw(ExampleStore.PackTexts(data)).Raw("</script><script>").Raw(Assets.DrillScript).Raw("</script></body></html>\n")
            .ToString();
    }

    private static string Lede(DrillData data, Phrases t) => string.Join(" · ", new[]
    {
        data.Evaluation.Options.Dataset, data.Evaluation.Options.Split, t.Say("{0} examples", Words.Count(data.Evaluation.Support)),
    }.Where(part => part.Length > 0).Distinct());
}
