using System.Globalization;
using TorchSharp;

namespace FineGrain.Training;

/// <summary>CPU threads of a run.</summary>
public static class Threads
{
    /// <summary>Sets libtorch's threads to <paramref name="requested"/>, or to all physical cores when it is 0, and returns the number. Hyper-threads share the multiplier units: they add heat, not speed.</summary>
    public static int Use(int requested)
    {
        var threads = requested > 0 ? requested : PhysicalCores();
        torch.set_num_threads(threads);
        return threads;
    }

    /// <summary>Physical cores this process may use: distinct (package, core) pairs where the system tells, never more than the processors granted.</summary>
    public static int PhysicalCores()
    {
        const string Cpus = "/sys/devices/system/cpu";
        if (!Directory.Exists(Cpus)) return Environment.ProcessorCount;
        var cores = Directory.EnumerateDirectories(Cpus, "cpu*")
            .Where(folder => int.TryParse(Path.GetFileName(folder).AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(folder => (Package: Read(folder, "physical_package_id"), Core: Read(folder, "core_id")))
            .Where(id => id.Core is not null).Distinct().Count();
        return cores > 0 ? Math.Min(cores, Environment.ProcessorCount) : Environment.ProcessorCount;

        static string? Read(string folder, string name)
        {
            var file = Path.Combine(folder, "topology", name);
            return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
        }
    }
}
