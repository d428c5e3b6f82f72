using System.IO.Compression;
using System.Text;
using FineGrain.Core;

namespace FineGrain.Data.Reading;

/// <summary>
/// One file being read: opens it (plain or gzip, told by its first bytes), splits it into strict UTF-8 lines and names every position. Plain bytes that are
/// given, such as standard input, are read in place of the file and stay open.
/// </summary>
internal sealed class SourceFile(string path, string name, Action<InputException>? onBadRow, Stream? given = null)
{
    private const int BufferSize = 1 << 16;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Path on disk.</summary>
    public string Path { get; } = path;

    /// <summary>The name that messages and ids use: the path as the recipe writes it.</summary>
    public string Name { get; } = name;

    /// <summary><c>file:line</c>.</summary>
    public string Where(int line) => $"{Name}:{line}";

    /// <summary>The same file for a look ahead: bad rows are passed over, since the reading that follows reports them. Given bytes are read once and kept.</summary>
    public SourceFile Quiet()
    {
        if (given is null) return new(Path, Name, _ => { });
        if (given is not KeptStream)
        {
            var kept = new KeptStream();
            given.CopyTo(kept);
            given = kept;
        }
        return new(Path, Name, _ => { }, given);
    }

    /// <summary>Bytes that are read more than once, from their start.</summary>
    private sealed class KeptStream : MemoryStream;

    /// <summary>Throws, or hands the error to the caller's collector; the reader then leaves the row out.</summary>
    public void Bad(int line, string message, Exception? inner = null)
    {
        Pass(inner is null ? new InputException(Where(line), message) : new InputException(Where(line), message, inner));
    }

    /// <summary>The same with an error that names its place already.</summary>
    public void Pass(InputException error)
    {
        if (onBadRow is null) throw error;
        onBadRow(error);
    }

    /// <summary>Opens the bytes, unpacked.</summary>
    /// <exception cref="InputException">The file is missing or may not be read.</exception>
    public Stream Open()
    {
        try
        {
            var file = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan);
            var packed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
            file.Position = 0;
            return packed ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(Name, $"cannot be read from '{System.IO.Path.GetFullPath(Path)}': {e.Message} Check data.root and the path.", e);
        }
    }

    /// <summary>The lines, lazily; a byte order mark is dropped. A line with bytes that are not UTF-8 is a bad row.</summary>
    public IEnumerable<TextLine> Lines()
    {
        using var opened = given is null ? Open() : null;
        var stream = given ?? opened!;
        if (stream is KeptStream) stream.Position = 0;
        var buffer = new byte[BufferSize];
        var (start, end, number, searched) = (0, 0, 0, 0);
        var unpacked = 0L;
        while (true)
        {
            var newline = Array.IndexOf(buffer, (byte)'\n', searched, end - searched);
            if (newline >= 0)
            {
                if (Line(buffer, start, newline, true, ++number) is { } line) yield return line;
                start = searched = newline + 1;
                continue;
            }
            searched = end;
            if (end == buffer.Length)
            {
                // Keep the unfinished line; grow only when it alone fills the buffer.
                if (start == 0) Array.Resize(ref buffer, buffer.Length * 2);
                else Buffer.BlockCopy(buffer, start, buffer, 0, end - start);
                (start, end) = (0, end - start);
                searched = end;
            }
            var read = Read(stream, buffer, end, number + 1);
            if (read == 0) break;
            end += read;
            unpacked += read;
        }
        if (stream is GZipStream && !GzipEnd.IsPlausible(Path, unpacked)) throw new InputException(Where(number + 1), "the gzip file breaks off here. Fetch it again.");
        if (end > start && Line(buffer, start, end, false, ++number) is { } last) yield return last;
    }

    private int Read(Stream stream, byte[] buffer, int end, int line)
    {
        try
        {
            return stream.Read(buffer, end, buffer.Length - end);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new InputException(Where(line), $"the file is damaged here: {e.Message} Fetch it again.", e);
        }
    }

    private TextLine? Line(byte[] buffer, int start, int end, bool complete, int number)
    {
        var bytes = buffer.AsSpan(start, end - start);
        if (number == 1 && bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[3..];
        var ending = complete ? "\n" : "";
        if (complete && bytes.EndsWith("\r"u8))
        {
            bytes = bytes[..^1];
            ending = "\r\n";
        }
        try
        {
            return new TextLine(number, Strict.GetString(bytes), ending);
        }
        catch (DecoderFallbackException e)
        {
            var found = e.BytesUnknown is { Length: > 0 } unknown ? $" 0x{Convert.ToHexString(unknown)}" : "";
            Bad(number, $"byte {e.Index + 1} of the line{found} is not UTF-8. Convert the file, e.g. 'iconv -f gb18030 -t utf-8'.", e);
            return null;
        }
    }
}
