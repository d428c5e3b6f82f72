using System.Text;
using FineGrain.Core;

namespace FineGrain.Models.HuggingFace.Hub;

/// <summary>
/// The cache of one repository: <c>hub/owner--name/refs/REVISION</c> names a commit, <c>snapshots/COMMIT/</c> holds its files, and
/// <c>snapshots/COMMIT/.complete</c> lists them with their sizes once all are there. Snapshots never change.
/// </summary>
internal sealed class HubCache
{
    private const string Complete = ".complete";

    private readonly string root;
    private readonly string reference;

    public HubCache(HubOptions options, HubId id)
    {
        root = Path.Combine(Path.GetFullPath(options.CacheFolder), "hub", id.FolderName);
        reference = Path.Combine(root, "refs", id.Revision.Replace("/", "--", StringComparison.Ordinal));
    }

    /// <summary>Folder of the whole snapshot behind the revision; null when it is not here or a file is missing or has another size.</summary>
    public string? Find()
    {
        try
        {
            var folder = Path.Combine(root, "snapshots", File.ReadAllText(reference).Trim());
            foreach (var line in File.ReadAllLines(Path.Combine(folder, Complete)))
            {
                var (size, name) = (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
                var file = new FileInfo(Path.Combine(folder, name));
                if (!file.Exists || $"{file.Length}" != size) return null;
            }
            return folder;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Folder for the files of a commit, made when missing.</summary>
    public string Snapshot(string commit) => Guard(() => Directory.CreateDirectory(Path.Combine(root, "snapshots", commit.Replace("/", "--", StringComparison.Ordinal))).FullName);

    /// <summary>Declares a snapshot whole and points the revision at it.</summary>
    public void Finish(string folder, IReadOnlyList<string> files)
    {
        FileWriting.Atomically(Path.Combine(folder, Complete), stream =>
        {
            foreach (var file in files) stream.Write(Encoding.UTF8.GetBytes($"{new FileInfo(Path.Combine(folder, file)).Length} {file}\n"));
        });
        FileWriting.Atomically(reference, stream => stream.Write(Encoding.UTF8.GetBytes(Path.GetFileName(folder))));
    }

    /// <summary>Waits until no other process or thread works on this repository; the system lets go of the lock even when its holder is killed.</summary>
    public async Task<IDisposable> Lock(TimeProvider clock, CancellationToken cancellation)
    {
        Guard(() => Directory.CreateDirectory(root));
        var path = Path.Combine(root, ".lock");
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (UnauthorizedAccessException e)
            {
                throw Unwritable(e);
            }
            catch (IOException e) when (e.GetType() == typeof(IOException) && File.Exists(path))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), clock, cancellation).ConfigureAwait(false);
            }
            catch (IOException e)
            {
                throw Unwritable(e);
            }
        }
    }

    private T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }
    }

    private InputException Unwritable(Exception e) =>
        new(root, $"the download cache cannot be written: {e.Message} Set FINEGRAIN_CACHE to a folder that can.", e);
}
