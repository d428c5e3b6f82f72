using System.Text;
using FineGrain.Core;

namespace FineGrain.Analysis.Reporting;

/// <summary><c>report.html</c>: one file without outside requests that shows what a run did and how far to trust it.</summary>
public static class Report
{
    /// <summary>Writes the page whole or not at all.</summary>
    /// <exception cref="InputException">The place cannot be written.</exception>
    public static void Write(string path, ReportData data) => FileWriting.Atomically(path, stream => stream.Write(Encoding.UTF8.GetBytes(Render(data))));

    /// <summary>The page. The same data give the same text.</summary>
    public static string Render(ReportData data)
    {
        var page = new Html().Add($"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{data.Name}</title></head><body><h1>{data.Name}</h1>");
        foreach (var evaluation in data.Evaluations)
        {
            page.Add($"<h2>{evaluation.Options.Dataset} {evaluation.Options.Split}</h2><table>");
            foreach (var s in evaluation.Scores) page.Add($"<tr><td>{s.Metric}</td><td>{s.Value:0.0000}</td><td>{s.Low:0.0000}</td><td>{s.High:0.0000}</td><td>{s.Support}</td></tr>");
            page.Raw("</table>");
        }
        return page.Add($"<pre>{data.Recipe}</pre></body></html>\n").ToString();
    }
}
