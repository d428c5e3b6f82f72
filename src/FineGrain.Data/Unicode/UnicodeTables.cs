using System.Diagnostics;
using System.IO.Compression;

namespace FineGrain.Data.Unicode;

/// <summary>
/// The Unicode data that FineGrain owns (made by make-unicode.mjs), because .NET without ICU normalises nothing beyond ASCII
/// and because the same bytes must come out on every machine.
/// </summary>
internal static class UnicodeTables
{
    private const int PageBits = 8;
    private const int PageSize = 1 << PageBits;
    private const int Pages = 0x110000 >> PageBits;

    private static readonly ushort[] PageOf = new ushort[Pages];
    private static readonly UnicodeFlags[] FlagPages;
    private static readonly Dictionary<int, byte> MarkClasses = [];
    private static readonly Dictionary<int, int[]> Canonical;
    private static readonly Dictionary<int, int[]> Compatible;
    private static readonly Dictionary<long, int> Compositions = [];
    private static readonly Dictionary<int, int[]> LowerCase;

    /// <summary>One bit for each BMP unit that some table mentions; all others pass through every mapping unchanged.</summary>
    private static readonly ulong[] Mapped = new ulong[0x10000 / 64];

    static UnicodeTables()
    {
        using var resource = typeof(UnicodeTables).Assembly.GetManifestResourceStream("unicode.bin")
            ?? throw new UnreachableException("unicode.bin is not embedded; this is a bug of the build");
        using var unpacked = new BrotliStream(resource, CompressionMode.Decompress);
        using var memory = new MemoryStream(80_000);
        unpacked.CopyTo(memory);
        var reader = new VarintReader(memory.ToArray());

        FlagPages = ReadFlags(ref reader);
        for (int count = reader.Next(), cp = 0; count > 0; count--)
        {
            cp += reader.Next();
            MarkClasses[cp] = (byte)reader.Next();
            Note(cp);
        }
        Canonical = ReadMappings(ref reader);
        Compatible = ReadMappings(ref reader);
        for (var count = reader.Next(); count > 0; count--)
        {
            long first = reader.Next(), second = reader.Next();
            Compositions[first << 21 | second] = reader.Next();
        }
        LowerCase = ReadMappings(ref reader);
    }

    /// <summary>Properties of <paramref name="codePoint"/> (a lone surrogate is allowed).</summary>
    public static UnicodeFlags FlagsOf(int codePoint) => FlagPages[PageOf[codePoint >> PageBits] << PageBits | codePoint & (PageSize - 1)];

    /// <summary>Rank of the canonical combining class; 0 for a starter.</summary>
    public static int MarkClassOf(int codePoint) => IsMapped(codePoint) && MarkClasses.TryGetValue(codePoint, out var rank) ? rank : 0;

    /// <summary>Full decomposition, or null where the code point stands for itself. Hangul syllables are not in the table.</summary>
    public static int[]? DecompositionOf(int codePoint, bool compatible)
    {
        if (!IsMapped(codePoint)) return null;
        if (compatible && Compatible.TryGetValue(codePoint, out var to)) return to;
        return Canonical.GetValueOrDefault(codePoint);
    }

    /// <summary>The primary composite of two code points, or -1. Hangul is not in the table.</summary>
    public static int CompositionOf(int first, int second) => Compositions.TryGetValue((long)first << 21 | (long)second, out var composite) ? composite : -1;

    /// <summary>Full lower-case mapping without context, or null where the code point stays.</summary>
    public static int[]? LowerCaseOf(int codePoint) => IsMapped(codePoint) ? LowerCase.GetValueOrDefault(codePoint) : null;

    private static bool IsMapped(int codePoint) => codePoint >= 0x10000 || (Mapped[codePoint >> 6] >> (codePoint & 63) & 1) != 0;

    private static void Note(int codePoint)
    {
        if (codePoint < 0x10000) Mapped[codePoint >> 6] |= 1UL << (codePoint & 63);
    }

    private static UnicodeFlags[] ReadFlags(ref VarintReader reader)
    {
        var count = reader.Next();
        var starts = new int[count + 1];
        var flags = new UnicodeFlags[count];
        for (int i = 0, cp = 0; i < count; i++)
        {
            starts[i] = cp += reader.Next();
            flags[i] = (UnicodeFlags)reader.Next();
        }
        starts[count] = 0x110000;

        // Pages of one flag throughout are shared; only mixed ones are stored for themselves.
        var pages = new List<UnicodeFlags[]>();
        var uniform = new Dictionary<UnicodeFlags, ushort>();
        for (int page = 0, range = 0; page < Pages; page++)
        {
            int from = page << PageBits, to = from + PageSize;
            while (starts[range + 1] <= from) range++;
            if (starts[range + 1] >= to && uniform.TryGetValue(flags[range], out var known))
            {
                PageOf[page] = known;
                continue;
            }
            var content = new UnicodeFlags[PageSize];
            for (int cp = from, r = range; cp < to; cp++)
            {
                while (starts[r + 1] <= cp) r++;
                content[cp - from] = flags[r];
            }
            if (starts[range + 1] >= to) uniform[flags[range]] = (ushort)pages.Count;
            PageOf[page] = (ushort)pages.Count;
            pages.Add(content);
        }
        var all = new UnicodeFlags[pages.Count << PageBits];
        for (var i = 0; i < pages.Count; i++) pages[i].CopyTo(all, i << PageBits);
        return all;
    }

    private static Dictionary<int, int[]> ReadMappings(ref VarintReader reader)
    {
        var count = reader.Next();
        var mappings = new Dictionary<int, int[]>(count);
        for (var cp = 0; count > 0; count--)
        {
            cp += reader.Next();
            var to = new int[reader.Next()];
            for (var i = 0; i < to.Length; i++) to[i] = reader.Next();
            mappings[cp] = to;
            Note(cp);
        }
        return mappings;
    }

    private ref struct VarintReader(byte[] bytes)
    {
        private int at;

        public int Next()
        {
            for (int value = 0, shift = 0; ; shift += 7)
            {
                var b = bytes[at++];
                value |= (b & 127) << shift;
                if (b < 128) return value;
            }
        }
    }
}
