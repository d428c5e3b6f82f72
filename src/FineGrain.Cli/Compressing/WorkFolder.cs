using FineGrain.Core;

namespace FineGrain.Cli.Compressing;

/// <summary>The folder beside a result that holds what a stopped compression goes on from; one process at a time.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly FileStream hold;

    /// <summary>Takes the work folder of <paramref name="output"/>.</summary>
    /// <exception cref="InputException">Another process compresses into the same place, or the place cannot be written.</exception>
    public WorkFolder(string output)
    {
        Location = $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(output))}.work";
        try
        {
            Directory.CreateDirectory(Location);
            hold = new(Path.Combine(Location, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(Path.Combine(Location, "lock")))
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
        hold.Dispose();
        if (Directory.Exists(Location)) Directory.Delete(Location, recursive: true);
    }

    /// <summary>Lets go; what a stopped compression goes on from stays, an empty place does not.</summary>
    public void Dispose()
    {
        hold.Dispose();
        if (Directory.Exists(Location) && Directory.EnumerateFileSystemEntries(Location).All(e => Path.GetFileName(e) == "lock")) Directory.Delete(Location, recursive: true);
    }
}
