using System.Globalization;
using FineGrain.Core;

namespace FineGrain.Inference.Bench;

/// <summary>Resident memory of the process while one predictor answers texts of mixed lengths, one by one and streamed.</summary>
internal static class Memory
{
    public static void Print(string folder, int predictions)
    {
        using var predictor = Predictor.Open(folder, new() { Threads = 1 });
        var random = new Random(7);
        var baseline = 0L;
        for (var (done, next) = (0, 1000); done < predictions;)
        {
            // half of them alone, half in a stream of 500
            for (var i = 0; i < 500; i++) predictor.Predict(Text(random));
            foreach (var _ in predictor.Predict(Enumerable.Range(0, 500).Select(i => new Example { Id = $"{i}", Text = Text(random) }))) { }
            done += 1000;
            if (done < next && done < predictions) continue;
            var resident = Resident();
            if (baseline == 0) baseline = resident;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done,8} predictions: {resident / 1e6:F1} MB resident, {(resident - baseline) / 1e6:+0.0;-0.0;0.0} MB since the first thousand"));
            next = done < 10_000 ? done + 3000 : done + 10_000;
        }
    }

    // 1 to 120 words, most of them short
    private static string Text(Random random) => string.Join(' ', Enumerable.Repeat("good film", 1 + (int)(60 * Math.Pow(random.NextDouble(), 3))));

    /// <summary>Resident memory of the process, without garbage.</summary>
    public static long Resident()
    {
        // What counts is what stays. A plain collection keeps regions of 4 MB for the next garbage, now one more, now one fewer; an aggressive one gives them back.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }
}
