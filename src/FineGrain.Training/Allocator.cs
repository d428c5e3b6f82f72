using System.Runtime.InteropServices;

namespace FineGrain.Training;

/// <summary>
/// Memory that a step frees stays with the process for the next one. glibc gives large blocks back to the system at once and takes them anew, zeroed page by page: 4 to 8 % of a training step.
/// Settings of the user (<c>MALLOC_…</c>, <c>GLIBC_TUNABLES</c>) stand; other C libraries are left alone.
/// </summary>
internal static partial class Allocator
{
    private const int TrimThreshold = -1, MmapThreshold = -3; // M_… of malloc.h
    private const int LargestHeapBlock = 32 << 20; // glibc takes no more

    private static readonly Lazy<bool> Kept = new(Keep);

    /// <summary>Sees to it, once a process.</summary>
    /// <returns>Whether freed memory is kept.</returns>
    public static bool KeepFreed() => Kept.Value;

    private static bool Keep()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariables().Keys.Cast<string>().Any(name => name.StartsWith("MALLOC_", StringComparison.Ordinal) || name == "GLIBC_TUNABLES")) return false;
        try
        {
            return Set(MmapThreshold, LargestHeapBlock) == 1 && Set(TrimThreshold, int.MaxValue) == 1;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int Set(int parameter, int value);
}
