using System.Buffers.Binary;
using System.Runtime.InteropServices;
using FineGrain.Core;
using Microsoft.Win32.SafeHandles;

namespace FineGrain.Models.Safetensors;

/// <summary>
/// An open safetensors file: its checked header, and bytes on demand by positional reads, so that a tensor goes from the disk into its
/// destination without a copy between. Needs no libtorch. Safe to read from several threads.
/// </summary>
public sealed class SafetensorsReader : IDisposable
{
    private readonly SafeFileHandle handle;
    private readonly long dataStart;

    private SafetensorsReader(string path, SafeFileHandle handle, SafetensorsHeader header, long dataStart)
    {
        Path = path;
        this.handle = handle;
        this.dataStart = dataStart;
        Metadata = header.Metadata;
        Entries = header.Entries;
        ByName = header.Entries.ToDictionary(e => e.Name, StringComparer.Ordinal);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Free text pairs of the header.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Tensors in the order of their data.</summary>
    public IReadOnlyList<TensorEntry> Entries { get; }

    /// <summary>Tensors by name.</summary>
    public IReadOnlyDictionary<string, TensorEntry> ByName { get; }

    /// <summary>Opens a file and checks its header; reads no tensor.</summary>
    /// <exception cref="InputException">The file is missing, unreadable, a Git LFS pointer, or not a sound safetensors file.</exception>
    public static SafetensorsReader Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var length = RandomAccess.GetLength(handle);
            Span<byte> prefix = stackalloc byte[8];
            if (length < 8) throw new InputException(path, $"has {length} bytes; a safetensors file has at least 8. Fetch it again.");
            ReadExactly(path, handle, prefix, 0);
            var headerBytes = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
            if (prefix.SequenceEqual("version "u8))
                throw new InputException(path, "is a Git LFS pointer, not the weights. Run 'git lfs pull' in its repository or fetch the file itself.");
            if (headerBytes > SafetensorsHeader.MaxBytes || (long)headerBytes > length - 8)
                throw new InputException(path, $"announces a header of {headerBytes} bytes; the file has {length} and a header at most " +
                    $"{SafetensorsHeader.MaxBytes}. The file is cut off or no safetensors file; fetch it again.");
            var json = new byte[headerBytes];
            ReadExactly(path, handle, json, 8);
            var start = 8 + (long)headerBytes;
            return new SafetensorsReader(path, handle, SafetensorsHeader.Parse(path, json, length - start), start);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            handle?.Dispose();
            throw new InputException(path, $"cannot be read: {e.Message}", e);
        }
        catch
        {
            handle?.Dispose();
            throw;
        }
    }

    /// <summary>Reads part of a tensor's bytes (little-endian, row-major).</summary>
    /// <param name="entry">A tensor of this file.</param>
    /// <param name="offset">First byte within the tensor.</param>
    /// <param name="into">Destination; filled to its end.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the tensor.</exception>
    /// <exception cref="InputException">The disk fails or the file was cut off meanwhile.</exception>
    public void Read(TensorEntry entry, long offset, Span<byte> into)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + into.Length, entry.Bytes, nameof(into));
        try
        {
            ReadExactly(Path, handle, into, dataStart + entry.Begin + offset);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(Path, $"tensor '{entry.Name}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>All bytes of a tensor of at most 2 GiB.</summary>
    public byte[] ReadBytes(TensorEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var bytes = new byte[checked((int)entry.Bytes)];
        Read(entry, 0, bytes);
        return bytes;
    }

    /// <summary>All numbers of a tensor of 32-bit floats.</summary>
    public float[] ReadFloats(TensorEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var values = new float[entry.Count];
        Read(entry, 0, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    private static void ReadExactly(string path, SafeFileHandle handle, Span<byte> into, long position)
    {
        while (into.Length > 0)
        {
            var read = RandomAccess.Read(handle, into, position);
            if (read == 0) throw new InputException(path, "ends before its data does. The file is cut off; fetch it again.");
            into = into[read..];
            position += read;
        }
    }
}
