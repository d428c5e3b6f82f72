using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using FineGrain.Models.Encoders;

namespace FineGrain.Cli.Doctoring;

/// <summary>What the machine itself has: processor, memory, disk.</summary>
internal static class Machine
{
    private const double Gibi = 1L << 30;

    /// <summary>Name of the processor, and the threads of it that this process may use.</summary>
    public static string Processor => string.Create(CultureInfo.InvariantCulture, $"{ProcessorInfo().GetValueOrDefault("model name", "processor of unknown name")}, {Environment.ProcessorCount} threads");

    public static IEnumerable<Finding> Examine(string folder)
    {
        yield return new("system", Health.Well, $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}");
        yield return new("processor", Health.Well, Processor);
        yield return Instructions();
        yield return Memory();
        yield return Disk(folder);
    }

    private static Finding Instructions()
    {
        if (RuntimeInformation.ProcessArchitecture is Architecture.Arm64) return new("instructions", Health.Well, "Arm64 with AdvSimd");
        var vnni = Inference.Processor.HoldsEightBits; // what quantization decides by
        var there = new[] { ("AVX2", Avx2.IsSupported), ("AVX-512", Avx512F.IsSupported), ("VNNI", vnni), ("bfloat16", Bfloat16Products.InHardware) };
        var state = string.Join(", ", there.Select(x => $"{x.Item1} {(x.Item2 ? "yes" : "no")}"));
        if (!Avx2.IsSupported) return new("instructions", Health.Optional, state, "training and prediction run, but several times slower than on a processor with AVX2 (2013 or newer).");
        return vnni ? new("instructions", Health.Well, state) : new("instructions", Health.Optional, state, "int8 models get weights of 7 bits, whose sums are exact without VNNI, and a kernel of our own: Transformers gain about a quarter, other families less; measure before you deploy them.");
    }

    private static Finding Memory()
    {
        var bytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var state = string.Create(CultureInfo.InvariantCulture, $"{bytes / Gibi:0.0} GiB");
        return bytes >= 4 * Gibi ? new("memory", Health.Well, state)
            : new("memory", Health.Optional, state, "training a Transformer wants about 4 GiB; lower training.batch_size and model.width if it is killed.");
    }

    private static Finding Disk(string folder)
    {
        try
        {
            var free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
            var state = string.Create(CultureInfo.InvariantCulture, $"{free / Gibi:0.0} GiB free for '{folder}'");
            return free >= 2 * Gibi ? new("disk", Health.Well, state) : new("disk", Health.Optional, state, "a run with checkpoints of a large model needs a few GiB; choose another place with --out.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new("disk", Health.Optional, $"'{folder}': {e.Message}", "choose another place with --out.");
        }
    }

    private static Dictionary<string, string> ProcessorInfo()
    {
        var info = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists("/proc/cpuinfo")) return info;
        foreach (var line in File.ReadLines("/proc/cpuinfo").TakeWhile(l => l.Length > 0))
            if (line.Split(':', 2) is [var key, var value]) info[key.Trim()] = value.Trim();
        return info;
    }
}
