using System.Globalization;
using System.Runtime.InteropServices;

namespace FineGrain.Training.Tests;

/// <summary>What a step frees is there for the next one.</summary>
public sealed class AllocatorTests
{
    [Fact]
    public void A_freed_block_is_taken_again_without_a_page_fault()
    {
        Assert.SkipUnless(Allocator.KeepFreed(), "no glibc here, or its memory is set by MALLOC_… or GLIBC_TUNABLES");
        const int Bytes = 24 << 20, Page = 4096;
        Touch();
        var before = Faults();
        Touch();
        Assert.InRange(Faults() - before, 0, Bytes / Page / 10);

        static void Touch()
        {
            var block = Marshal.AllocHGlobal(Bytes);
            for (var i = 0; i < Bytes; i += Page) Marshal.WriteByte(block, i, 1);
            Marshal.FreeHGlobal(block);
        }
    }

    /// <summary>Minor page faults of this thread: field 10 of its stat, counted from behind the name, which may hold blanks.</summary>
    private static long Faults()
    {
        var stat = File.ReadAllText("/proc/thread-self/stat");
        return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[7], CultureInfo.InvariantCulture);
    }
}
