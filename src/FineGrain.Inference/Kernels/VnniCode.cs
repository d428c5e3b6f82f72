using System.Runtime.InteropServices;
using unsafe TileCode = delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, nint, byte*, sbyte*, int*, void>;

namespace FineGrain.Inference.Kernels;

/// <summary>
/// Sums of byte products in AVX-512 VNNI (vpdpbusd). .NET 10 has no intrinsic for the instruction on processors that have it in its AVX-512 form alone, so the few instructions of the innermost loop are written here
/// as machine code, into a page that is first written and then made executable. On x86-64 Linux with the instruction; where a system forbids such pages, or elsewhere, <see cref="Available"/> is false and
/// <see cref="ExactSums"/> gives the same sums.
/// </summary>
/// <remarks>
/// A function for 1 to 6 rows: f(x, stride, end, panel, sums), in registers rdi, rsi, rdx, rcx, r8 (System V). Sums of 6 rows × 64 columns are zmm0 to zmm23; each step loads the weights of four k, zmm24 to zmm27,
/// and for each row broadcasts its four bytes and multiplies them with the four registers. Encodings: Intel SDM volume 2, section 2.7 (EVEX).
/// </remarks>
internal static unsafe partial class VnniCode
{
    /// <summary>Most rows of a tile.</summary>
    public const int MostRows = 6;

    private const int Registers = 4; // of 16 columns each
    private const int Read = 1, Write = 2, Execute = 4, Private = 2, Anonymous = 32; // mman.h of Linux
    private static readonly TileCode[] Tiles = Open();

    /// <summary>Whether the functions can be called.</summary>
    public static bool Available => Tiles.Length > 0;

    /// <summary>Sums Σ_k x w of some rows and 64 columns.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="stride">Bytes from a row to the next.</param>
    /// <param name="depth">K, a multiple of 4.</param>
    /// <param name="rows">1 to <see cref="MostRows"/>.</param>
    /// <param name="panel">A panel of weights.</param>
    /// <param name="sums">Takes rows × 64 sums.</param>
    public static void Multiply(byte* x, int stride, int depth, int rows, sbyte* panel, int* sums) => Tiles[rows - 1](x, stride, x + depth, panel, sums);

    /// <summary>The function for a number of rows.</summary>
    public static byte[] Tile(int rows)
    {
        var code = new List<byte>(1024);
        code.AddRange([0x4C, 0x8D, 0x0C, 0x76]); // lea r9, [rsi + 2 rsi]
        code.AddRange([0x49, 0x01, 0xF9]); // add r9, rdi: the fourth row
        for (var sum = 0; sum < rows * Registers; sum++) Evex(code, map: 1, prefix: 1, opcode: 0xEF, sum, sum, sum); // vpxord sum, sum, sum
        var loop = code.Count;
        for (var c = 0; c < Registers; c++) Fetch(code, 24 + c, at: 1, c); // vmovdqu32 zmm24 + c, [rcx + 64 c]
        for (var r = 0; r < rows; r++)
        {
            Broadcast(code, 28 + (r % 4), r);
            for (var c = 0; c < Registers; c++) Evex(code, map: 2, prefix: 1, opcode: 0x50, (r * Registers) + c, 28 + (r % 4), 24 + c); // vpdpbusd sum, bytes, weights
        }
        code.AddRange([0x48, 0x81, 0xC1, 0x00, 0x01, 0x00, 0x00]); // add rcx, 256
        code.AddRange([0x48, 0x83, 0xC7, 0x04]); // add rdi, 4
        code.AddRange([0x49, 0x83, 0xC1, 0x04]); // add r9, 4
        code.AddRange([0x48, 0x39, 0xD7]); // cmp rdi, rdx
        code.AddRange([0x0F, 0x82, .. BitConverter.GetBytes(loop - (code.Count + 6))]); // jb loop
        for (var sum = 0; sum < rows * Registers; sum++) Store(code, sum, sum); // vmovdqu32 [r8 + 64 sum], sum
        code.AddRange([0xC5, 0xF8, 0x77, 0xC3]); // vzeroupper, ret
        return [.. code];
    }

    // The four bytes of a row: rdi + {0, 1, 2} rsi, then r9 + {0, 1, 2} rsi.
    private static void Broadcast(List<byte> code, int register, int row)
    {
        var far = row >= 3; // r9 = 8 + 1
        Evex(code, map: 2, prefix: 1, opcode: 0x58, register, 0, far ? 8 : 0, modRm: row % 3 == 0 ? far ? 1 : 7 : 4, mod: 0); // vpbroadcastd register, dword
        if (row % 3 > 0) code.Add((byte)(((row % 3) - 1) << 6 | 6 << 3 | (far ? 1 : 7))); // SIB: scale, index rsi, base
    }

    // vmovdqu32 register, [base + 64 place]; a displacement of one byte counts in registers
    private static void Fetch(List<byte> code, int register, int at, int place)
    {
        Evex(code, map: 1, prefix: 2, opcode: 0x6F, register, 0, 0, modRm: at, mod: 1);
        code.Add((byte)place);
    }

    // vmovdqu32 [r8 + 64 place], register
    private static void Store(List<byte> code, int register, int place)
    {
        Evex(code, map: 1, prefix: 2, opcode: 0x7F, register, 0, 8, modRm: 0, mod: 1);
        code.Add((byte)place);
    }

    /// <summary>An instruction on 512-bit registers: prefix 62, opcode, ModRM; the bits of registers beyond the third stand in the prefix, inverted.</summary>
    private static void Evex(List<byte> code, int map, int prefix, int opcode, int register, int source, int rm, int modRm = -1, int mod = 3)
    {
        code.Add(0x62);
        code.Add((byte)((Clear(register, 3) << 7) | (Clear(rm, 4) << 6) | (Clear(rm, 3) << 5) | (Clear(register, 4) << 4) | map));
        code.Add((byte)((~source & 15) << 3 | 4 | prefix));
        code.Add((byte)(0x40 | (Clear(source, 4) << 3)));
        code.Add((byte)opcode);
        code.Add((byte)((mod << 6) | ((register & 7) << 3) | (modRm < 0 ? rm & 7 : modRm)));

        static int Clear(int value, int bit) => 1 - ((value >> bit) & 1);
    }

    private static TileCode[] Open()
    {
        // Asked of the system and not of the runtime: ahead-of-time programs are compiled for older processors, and the system must keep the wide registers.
        const string Facts = "/proc/cpuinfo";
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64 || !File.Exists(Facts)
            || File.ReadLines(Facts).FirstOrDefault(l => l.StartsWith("flags", StringComparison.Ordinal))?.Contains(" avx512_vnni", StringComparison.Ordinal) != true) return [];
        byte[][] tiles = [.. Enumerable.Range(1, MostRows).Select(Tile)];
        var size = (nuint)tiles.Sum(t => t.Length);
        var page = (byte*)Map(null, size, Read | Write, Private | Anonymous, -1, 0);
        if ((nint)page == -1) return [];
        var functions = new TileCode[MostRows];
        var place = 0;
        for (var i = 0; i < tiles.Length; i++)
        {
            functions[i] = (TileCode)(page + place);
            tiles[i].CopyTo(new Span<byte>(page + place, tiles[i].Length));
            place += tiles[i].Length;
        }
        if (Protect(page, size, Read | Execute) == 0) return functions;
        _ = Unmap(page, size);
        return [];
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial void* Map(void* address, nuint size, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(void* address, nuint size, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(void* address, nuint size);
}
