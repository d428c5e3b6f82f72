namespace FineGrain.Analysis.Reporting.Sections;

/// <summary>What is needed to repeat the run: recipe and environment.</summary>
internal static class RunFacts
{
    public static Html Draw(string recipe, IReadOnlyList<Fact> environment)
    {
        var html = new Html();
        if (recipe.Length == 0 && environment.Count == 0) return html;
        html.Raw("<h2 id=\"run\">To repeat it</h2><div class=\"grid\">");
        if (environment.Count > 0)
        {
            html.Raw("<div class=\"card w12\"><h3>Environment</h3><dl class=\"facts\">");
            foreach (var fact in environment) html.Add($"<dt>{fact.Name}</dt><dd>{fact.Value}</dd>");
            html.Raw("</dl></div>");
        }
        if (recipe.Length > 0)
        {
            html.Raw("<div class=\"card w12\"><h3>Recipe, every default resolved</h3><pre>");
            foreach (var line in recipe.TrimEnd().Split('\n')) html.Add(Line(line.TrimEnd('\r'))).Raw("\n");
            html.Raw("</pre></div>");
        }
        return html.Raw("</div>");
    }

    /// <summary>A YAML line with its key and comment set apart. Only colours depend on it, so quotes need no care.</summary>
    private static Html Line(string line)
    {
        var comment = line.StartsWith('#') ? 0 : line.IndexOf(" #", StringComparison.Ordinal);
        var (code, rest) = comment < 0 ? (line, "") : (line[..comment], line[comment..]);
        var colon = code.IndexOf(':', StringComparison.Ordinal);
        var html = new Html();
        if (colon > 0) html.Add($"<span class=\"k\">{code[..colon]}</span>{code[colon..]}");
        else html.Add($"{code}");
        return rest.Length == 0 ? html : html.Add($"<span class=\"c\">{rest}</span>");
    }
}
