using System.Security.Cryptography;
using System.Text;

namespace FineGrain.Analysis.Reporting;

/// <summary>The style sheet and script that every report carries in itself.</summary>
internal static class Assets
{
    public static string Css { get; } = Read("report.css");

    public static string Script { get; } = Read("report.js");

    /// <summary>
    /// Nothing may be fetched, and no script may run but ours, known by its hash: even if escaping failed, hostile text in a prediction could do nothing.
    /// </summary>
    public static string Policy { get; } = PolicyOf(Script);

    /// <summary>What the drill-down report adds to the style sheet.</summary>
    public static string DrillCss { get; } = Read("drill.css");

    /// <summary>The script of the drill-down report.</summary>
    public static string DrillScript { get; } = Read("drill.js");

    /// <summary>The same promise for the drill-down report.</summary>
    public static string DrillPolicy { get; } = PolicyOf(DrillScript);

    private static string PolicyOf(string script) =>
        $"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'";

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Assets).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
