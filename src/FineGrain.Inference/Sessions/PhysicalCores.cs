namespace FineGrain.Inference.Sessions;

/// <summary>Physical cores that this process may use: hyper-threads share the multipliers that inference lives on, and a container may have fewer than the machine.</summary>
internal static class PhysicalCores
{
    /// <summary>At least 1.</summary>
    public static int Count { get; } = Math.Max(1, Math.Min(Environment.ProcessorCount, Cores() ?? Environment.ProcessorCount));

    // Linux lists the hyper-threads of the core that each processor belongs to; one list is one core.
    private static int? Cores()
    {
        try
        {
            var lists = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; File.Exists($"/sys/devices/system/cpu/cpu{i}/topology/thread_siblings_list"); i++)
                lists.Add(File.ReadAllText($"/sys/devices/system/cpu/cpu{i}/topology/thread_siblings_list").Trim());
            return lists.Count > 0 ? lists.Count : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
