using System.Buffers.Binary;

namespace FineGrain.Data.Reading;

/// <summary>Tells a gzip file that was cut off: the library's decompressor ends there without an error.</summary>
internal static class GzipEnd
{
    private const int SmallestMember = 18; // bytes: header 10, trailer 8 (RFC 1952)
    private static readonly byte[] MemberStart = [0x1f, 0x8b, 0x08];

    /// <summary>
    /// Whether the file may be whole: its last four bytes are the unpacked length modulo 2³² (RFC 1952, ISIZE), or it may have several members, whose
    /// last trailer tells only of the last one.
    /// </summary>
    public static bool IsPlausible(string path, long unpacked)
    {
        using var file = File.OpenRead(path);
        if (file.Length < SmallestMember) return false;
        Span<byte> size = stackalloc byte[4];
        file.Position = file.Length - 4;
        file.ReadExactly(size);
        return BinaryPrimitives.ReadUInt32LittleEndian(size) == (uint)unpacked || HasAnotherMember(file);
    }

    private static bool HasAnotherMember(FileStream file)
    {
        file.Position = SmallestMember;
        var buffer = new byte[1 << 16];
        for (int kept = 0, read; (read = file.Read(buffer, kept, buffer.Length - kept)) > 0;)
        {
            var seen = buffer.AsSpan(0, kept + read);
            if (seen.IndexOf(MemberStart) >= 0) return true;
            kept = Math.Min(MemberStart.Length - 1, seen.Length);
            seen[^kept..].CopyTo(buffer);
        }
        return false;
    }
}
