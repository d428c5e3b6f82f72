using System.Buffers.Binary;
using System.Text;

namespace FineGrain.Models.Native;

/// <summary>
/// Marks one required symbol version of a 64-bit little-endian ELF library as weak, together with the undefined symbols that are bound to it,
/// so that the dynamic loader accepts a host library without that version. Only flags change; no code, no size, no address.
/// Layout: System V ABI, "Symbol versioning" (Elf64_Verneed, Elf64_Vernaux, Elf64_Sym).
/// </summary>
public static class ElfVersionNeed
{
    private const uint DynamicSymbols = 11, VersionSymbols = 0x6fffffff, VersionNeeds = 0x6ffffffe;
    private const ushort WeakVersion = 2;
    private const byte WeakBinding = 2;

    /// <summary>Changes <paramref name="file"/> in place.</summary>
    /// <param name="file">The whole library.</param>
    /// <param name="version">Version name, e.g. <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>Number of symbols that were made weak; 0 when the library does not need the version.</returns>
    /// <exception cref="InvalidDataException">Not a 64-bit little-endian ELF file.</exception>
    public static int MakeWeak(Span<byte> file, string version)
    {
        if (file.Length < 64 || !file[..6].SequenceEqual("\u007fELF\u0002\u0001"u8)) throw new InvalidDataException("not a 64-bit little-endian ELF file");
        if (FindSection(file, VersionNeeds) is not { } needs || FindSection(file, DynamicSymbols) is not { } symbols
            || FindSection(file, VersionSymbols) is not { } versions) return 0;
        var strings = SectionAt(file, needs.Link);

        var changed = 0;
        for (long need = needs.Offset, next = 1; next != 0; need += next)
        {
            next = Read32(file, need + 12);
            var count = Read16(file, need + 2);
            var auxiliary = need + Read32(file, need + 8);
            for (var i = 0; i < count; i++, auxiliary += Read32(file, auxiliary + 12))
            {
                if (NameAt(file, strings.Offset + Read32(file, auxiliary + 8)) != version) continue;
                var flags = file[(int)(auxiliary + 4)..];
                BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | WeakVersion));
                changed += WeakenSymbols(file, symbols, versions, Read16(file, auxiliary + 6));
            }
        }
        return changed;
    }

    private static int WeakenSymbols(Span<byte> file, Section symbols, Section versions, ushort versionIndex)
    {
        const int symbolSize = 24;
        var changed = 0;
        for (var i = 0; i < symbols.Size / symbolSize; i++)
        {
            var symbol = symbols.Offset + i * symbolSize;
            var undefined = Read16(file, symbol + 6) == 0;
            if (!undefined || Read16(file, versions.Offset + 2 * i) != versionIndex) continue;
            ref var info = ref file[(int)symbol + 4];
            info = (byte)((info & 0x0f) | (WeakBinding << 4));
            changed++;
        }
        return changed;
    }

    private readonly record struct Section(uint Type, long Offset, long Size, int Link);

    private static Section? FindSection(ReadOnlySpan<byte> file, uint type)
    {
        var count = Read16(file, 60);
        for (var i = 0; i < count; i++)
            if (SectionAt(file, i) is var section && section.Type == type) return section;
        return null;
    }

    private static Section SectionAt(ReadOnlySpan<byte> file, int index)
    {
        var at = (long)BinaryPrimitives.ReadUInt64LittleEndian(file[40..]) + index * Read16(file, 58);
        return new(Read32(file, at + 4), (long)BinaryPrimitives.ReadUInt64LittleEndian(file[(int)(at + 24)..]),
            (long)BinaryPrimitives.ReadUInt64LittleEndian(file[(int)(at + 32)..]), (int)Read32(file, at + 40));
    }

    private static string NameAt(ReadOnlySpan<byte> file, long at)
    {
        var rest = file[(int)at..];
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)0)]);
    }

    private static ushort Read16(ReadOnlySpan<byte> file, long at) => BinaryPrimitives.ReadUInt16LittleEndian(file[(int)at..]);

    private static uint Read32(ReadOnlySpan<byte> file, long at) => BinaryPrimitives.ReadUInt32LittleEndian(file[(int)at..]);
}
