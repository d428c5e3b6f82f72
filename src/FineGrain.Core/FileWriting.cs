namespace FineGrain.Core;

/// <summary>Writes files and folders so that a crash, a full disk or Ctrl-C leaves the old content or the new, never half of it.</summary>
public static class FileWriting
{
    private const int MostAttempts = 1000;
    private static int folders;

    /// <summary>Writes <paramref name="path"/> through a temporary neighbour that is flushed to disk and moved into place.</summary>
    /// <exception cref="InputException">The place cannot be written: permissions, full disk.</exception>
    public static void Atomically(string path, Action<Stream> write)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Discard(temporary);
            throw new InputException(path, $"cannot be written: {e.Message} Free space or choose another folder with --out; what stood there before is unchanged.", e);
        }
        catch
        {
            Discard(temporary);
            throw;
        }
    }

    /// <summary>Builds a whole folder beside <paramref name="path"/> and moves it into place; an old folder of that name is replaced.</summary>
    /// <param name="path">Where the folder shall be.</param>
    /// <param name="fill">Writes its content into the folder that it is given.</param>
    /// <param name="replaceable">Whether an existing folder, which is not empty, is one of this kind and may be replaced; by default it is.</param>
    /// <exception cref="InputException">The place cannot be written, or holds something else.</exception>
    public static void FolderAtomically(string path, Action<string> fill, Predicate<string>? replaceable = null)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (replaceable is not null) RefuseOthers(target, replaceable);
        var own = $"{target}.{Environment.ProcessId}.{Interlocked.Increment(ref folders)}";
        var (temporary, old) = ($"{own}.tmp", $"{own}.old");
        try
        {
            Directory.CreateDirectory(temporary);
            fill(temporary);
            PutInPlace(temporary, target, old);
            if (Directory.Exists(old)) Directory.Delete(old, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!Directory.Exists(target) && Directory.Exists(old)) Directory.Move(old, target);
            Discard(temporary);
            throw new InputException(path, $"cannot be written: {e.Message} Free space or choose another folder with --out; what stood there before is unchanged.", e);
        }
        catch
        {
            Discard(temporary);
            throw;
        }
    }

    /// <summary>Refuses to replace a folder that holds something else.</summary>
    /// <param name="path">The folder that shall be written.</param>
    /// <param name="replaceable">Whether an existing folder, which is not empty, may be replaced.</param>
    /// <exception cref="InputException">It may not.</exception>
    public static void RefuseOthers(string path, Predicate<string> replaceable)
    {
        ArgumentNullException.ThrowIfNull(replaceable);
        if (File.Exists(path)) throw new InputException(path, "is a file, and a folder shall be written there. It was left as it is; choose another place.");
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any() && !replaceable(path))
            throw new InputException(path, "holds files of another kind, which would be lost. They were left as they are; choose another or an empty folder.");
    }

    /// <summary>
    /// Moves the old folder away and the new one in. Another process may do the same at the same moment: every single move is whole, so whoever finds the place changed
    /// under its hands tries again, and the last one stands.
    /// </summary>
    private static void PutInPlace(string temporary, string target, string old)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (Directory.Exists(target)) Directory.Move(target, old);
                Directory.Move(temporary, target);
                return;
            }
            catch (IOException) when (attempt < MostAttempts && Directory.Exists(temporary))
            {
                // What was moved away before is older than what stands there now.
                if (Directory.Exists(target) && Directory.Exists(old)) Directory.Delete(old, recursive: true);
            }
        }
    }

    private static void Discard(string temporary)
    {
        try
        {
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
            else if (File.Exists(temporary)) File.Delete(temporary);
        }
        catch (IOException) { /* the first error is the one to report */ }
        catch (UnauthorizedAccessException) { }
    }
}
