using FineGrain.Core;
using FineGrain.Inference;

namespace FineGrain.Cli.Compressing;

/// <summary>The folder beside a result that holds what a stopped compression goes on from; one process at a time.</summary>
internal sealed class WorkFolder : IDisposable
{
    private const string LockFile = "lock";
    private readonly FileStream hold;

    /// <summary>Takes the work folder of <paramref name="output"/>.</summary>
    /// <param name="output">Where the result shall stand.</param>
    /// <param name="sources">Model folders that the work reads, which it must not write over.</param>
    /// <exception cref="InputException">
    /// Another process compresses into the same place, the place cannot be written or holds other files, or is one of <paramref name="sources"/> or around one.
    /// </exception>
    public WorkFolder(string output, params IEnumerable<string> sources)
    {
        var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(output));
        Location = $"{place}.work";
        foreach (var source in sources.Select(s => Path.TrimEndingDirectorySeparator(Path.GetFullPath(s))))
            if ($"{source}{Path.DirectorySeparatorChar}".StartsWith($"{place}{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                throw new InputException(output, $"would replace the model in {source}, which is read. Choose another folder with --out.");
        ModelFolder.CheckPlace(place);
        FileWriting.RefuseOthers(Location, folder => File.Exists(Path.Combine(folder, LockFile)));
        try
        {
            Directory.CreateDirectory(Location);
            hold = new(Path.Combine(Location, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(Path.Combine(Location, LockFile)))
        {
            throw new InputException(output, "another process is compressing into this place. Wait for it, or choose another folder with --out.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(output, $"cannot be written: {e.Message} Choose another folder with --out.", e);
        }
    }

    /// <summary>Where it is.</summary>
    public string Location { get; }

    /// <summary>The place of one plan's network.</summary>
    public string this[string name] => Path.Combine(Location, name);

    /// <summary>Removes it: the result stands.</summary>
    public void Remove()
    {
        foreach (var folder in Directory.EnumerateDirectories(Location)) Directory.Delete(folder, recursive: true);
        foreach (var file in Directory.EnumerateFiles(Location).Where(f => Path.GetFileName(f) != LockFile)) File.Delete(file);
        Dispose();
    }

    /// <summary>Lets go; what a stopped compression goes on from stays, an empty place does not.</summary>
    public void Dispose()
    {
        hold.Dispose();
        try
        {
            if (!Directory.Exists(Location) || Directory.EnumerateFileSystemEntries(Location).Any(e => Path.GetFileName(e) != LockFile)) return;
            File.Delete(Path.Combine(Location, LockFile));
            Directory.Delete(Location);
        }
        catch (IOException)
        {
            // Another process has taken the place meanwhile: it is that one's now.
        }
    }
}
