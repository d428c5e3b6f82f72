using System.Buffers.Binary;

namespace FineGrain.Data.Reading;

/// <summary>Tells a gzip file that was cut off: the library's decompressor ends there without an error.</summary>
internal static class GzipEnd
{
    private const int Header = 18; // bytes of the smallest member: header 10, data 0, trailer 8 (RFC 1952)

    /// <summary>
    /// Whether the file may be whole: its last four bytes are the unpacked length modulo 2³² (RFC 1952, ISIZE), or it has several members, whose
    /// last trailer tells only of the last one.
    /// </summary>
    public static bool IsPlausible(string path, long unpacked)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < Header) return false;
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4)) == (uint)unpacked || bytes.AsSpan(Header).IndexOf((ReadOnlySpan<byte>)[0x1f, 0x8b, 0x08]) >= 0;
    }
}
