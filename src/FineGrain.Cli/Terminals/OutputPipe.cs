using Microsoft.Win32.SafeHandles;

namespace FineGrain.Cli.Terminals;

/// <summary>
/// Standard output where it is a pipe. The console's own stream passes over a pipe that nobody reads any more, so that a verb would answer an endless input for nobody;
/// this one says so.
/// </summary>
/// <param name="pipe">The pipe, unbuffered.</param>
internal sealed class OutputPipe(Stream pipe) : Stream
{
    /// <summary>Writes of at most this size are whole or not at all (PIPE_BUF of Linux).</summary>
    private const int Whole = 4096;

    /// <summary>EPIPE and EAGAIN, which .NET gives as they are.</summary>
    private const int NobodyReads = 32, Full = 11;

    /// <summary>A stream that notices its reader's end where standard output is a pipe on Linux; else <paramref name="console"/>.</summary>
    /// <param name="console">The console's stream.</param>
    public static Stream Of(Stream console)
    {
        if (!OperatingSystem.IsLinux() || !Console.IsOutputRedirected) return console;
        var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return output.CanSeek ? console : new OutputPipe(output);
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        for (; buffer.Length > 0; buffer = buffer[Math.Min(Whole, buffer.Length)..])
            while (!Written(buffer[..Math.Min(Whole, buffer.Length)])) Thread.Sleep(1); // a pipe that does not block, and is full
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    private bool Written(ReadOnlySpan<byte> part)
    {
        try
        {
            pipe.Write(part);
            return true;
        }
        catch (IOException e) when (e.HResult == Full)
        {
            return false;
        }
        catch (IOException e) when (e.HResult == NobodyReads)
        {
            throw new BrokenPipeException(e);
        }
    }

    /// <inheritdoc/>
    public override void Flush() { }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
