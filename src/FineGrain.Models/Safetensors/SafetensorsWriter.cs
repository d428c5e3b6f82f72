using System.Buffers.Binary;
using FineGrain.Core;

namespace FineGrain.Models.Safetensors;

/// <summary>Writes the safetensors format: 8 bytes of header length, the header, the data. Needs no libtorch.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes a file whole or not at all.</summary>
    /// <param name="path">Destination; replaced when there.</param>
    /// <param name="header">Layout from <see cref="SafetensorsHeader.Layout"/>.</param>
    /// <param name="write">Called once for each entry in file order; must write exactly <see cref="TensorEntry.Bytes"/> bytes.</param>
    /// <exception cref="InputException">The place cannot be written.</exception>
    /// <exception cref="ArgumentException"><paramref name="write"/> wrote another number of bytes.</exception>
    public static void Write(string path, SafetensorsHeader header, Action<TensorEntry, Stream> write)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(write);
        FileWriting.Atomically(path, stream =>
        {
            var json = header.ToBytes();
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
            stream.Write(length);
            stream.Write(json);
            foreach (var entry in header.Entries)
            {
                write(entry, stream);
                if (stream.Position != 8 + json.Length + entry.End)
                    throw new ArgumentException($"Tensor '{entry.Name}' wrote {stream.Position - 8 - json.Length - entry.Begin} bytes instead of {entry.Bytes}.", nameof(write));
            }
        });
    }
}
