using System.Net.Http.Headers;

namespace FineGrain.Models.HuggingFace.Hub;

/// <summary>A download under way, with two lines beside it: the content's checksum and the server's entity tag.</summary>
internal sealed class PartialFile(string target)
{
    private readonly string tagPath = $"{target}.partial.tag";

    /// <summary>The file.</summary>
    public string Path { get; } = $"{target}.partial";

    /// <summary>Bytes on disk.</summary>
    public long Length => new FileInfo(Path) is { Exists: true } file ? file.Length : 0;

    /// <summary>What an earlier try left: its length (0 when it cannot be gone on with), checksum and tag.</summary>
    public (long Length, string? Checksum, EntityTagHeaderValue? Tag) Kept()
    {
        if (Length == 0 || !File.Exists(tagPath)) return default;
        var lines = File.ReadAllLines(tagPath);
        if (lines.Length < 2) return default;
        var tag = EntityTagHeaderValue.TryParse(lines[1], out var parsed) ? parsed : null;
        // With neither a checksum nor a tag nothing would notice that the content has changed.
        return lines[0] == "" && tag is null ? default : (Length, lines[0] == "" ? null : lines[0], tag);
    }

    /// <summary>Opens the file to go on or to start anew; what it will hold is noted before the first byte.</summary>
    public FileStream Open(bool goOn, string? checksum, EntityTagHeaderValue? tag)
    {
        if (goOn) return new FileStream(Path, FileMode.Append, FileAccess.Write);
        File.Delete(Path);
        File.WriteAllText(tagPath, $"{checksum}\n{tag}\n");
        return new FileStream(Path, FileMode.Create, FileAccess.Write);
    }

    /// <summary>Moves the whole file into place.</summary>
    public void Complete(string destination)
    {
        File.Move(Path, destination, overwrite: true);
        File.Delete(tagPath);
    }

    /// <summary>Throws everything away.</summary>
    public void Delete()
    {
        File.Delete(Path);
        File.Delete(tagPath);
    }
}
