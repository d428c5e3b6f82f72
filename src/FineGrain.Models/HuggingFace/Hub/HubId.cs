using System.Text.RegularExpressions;

namespace FineGrain.Models.HuggingFace.Hub;

/// <summary>Name of a model repository on a hub, <c>owner/name</c> or <c>name</c>, with an optional <c>@revision</c>.</summary>
/// <param name="Repository">Owner and name.</param>
/// <param name="Revision">Branch, tag or commit; <c>main</c> unless given.</param>
public sealed partial record HubId(string Repository, string Revision = "main")
{
    /// <summary>Reads an id; null when the text cannot be one.</summary>
    public static HubId? TryParse(string text)
    {
        var match = Shape().Match(text);
        if (!match.Success || text.Contains("..", StringComparison.Ordinal)) return null;
        return match.Groups["revision"] is { Success: true } revision ? new(match.Groups["repository"].Value, revision.Value) : new(match.Groups["repository"].Value);
    }

    /// <summary>The repository as one folder name.</summary>
    internal string FolderName => Repository.Replace("/", "--", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Revision == "main" ? Repository : $"{Repository}@{Revision}";

    [GeneratedRegex(@"\A(?<repository>[A-Za-z0-9_][A-Za-z0-9_.-]{0,95}(/[A-Za-z0-9_][A-Za-z0-9_.-]{0,95})?)(@(?<revision>[A-Za-z0-9_][A-Za-z0-9_./-]{0,127}))?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
