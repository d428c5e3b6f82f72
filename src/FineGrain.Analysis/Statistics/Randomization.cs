namespace FineGrain.Analysis.Statistics;

/// <summary>
/// Approximate randomization (Noreen 1989; Yeh 2000 for F1): were A and B the same, swapping their answers on any example would change nothing,
/// so the observed difference is held against those after random swaps. Needs no assumption on the metric.
/// </summary>
public static class Randomization
{
    /// <summary>Two-sided p value of each statistic's difference, (1 + swaps with at least the observed difference) / (1 + swaps); NaN where the difference is undefined.</summary>
    /// <param name="rows">Number of examples N.</param>
    /// <param name="width">Number of statistics.</param>
    /// <param name="measure">Statistics of 2N rows by count: A's answers in the first half, B's in the second. Called from several threads.</param>
    /// <param name="swaps">Number of random swaps; the smallest possible p value is 1 / (1 + swaps).</param>
    /// <param name="seed">Seed of the swaps.</param>
    public static double[] PValues(int rows, int width, StatisticsOfCounts measure, int swaps, int seed)
    {
        var observed = new double[width];
        Difference(new Room(rows, width), observed, _ => false);
        var drawn = Repeated.Collect(swaps, width, seed, () => new Room(rows, width), (ref random, room, found) =>
        {
            ulong bits = 0;
            for (var i = 0; i < rows; i++)
            {
                bits = i % 64 == 0 ? random.Next() : bits >> 1;
                room.Swap[i] = (bits & 1) == 1;
            }
            Difference(room, found, i => room.Swap[i]);
        });
        return [.. observed.Select((o, s) => double.IsNaN(o) ? double.NaN : (1.0 + drawn[s].Count(d => Math.Abs(d) >= Math.Abs(o) - 1e-12)) / (1 + swaps))];

        void Difference(Room room, Span<double> found, Func<int, bool> swapped)
        {
            for (var i = 0; i < rows; i++)
            {
                var swap = swapped(i);
                (room.First[i], room.First[rows + i]) = swap ? (0, 1) : (1, 0);
                (room.Second[i], room.Second[rows + i]) = swap ? (1, 0) : (0, 1);
            }
            measure(room.First, room.A);
            measure(room.Second, room.B);
            for (var s = 0; s < width; s++) found[s] = room.B[s] - room.A[s];
        }
    }

    private sealed class Room(int rows, int width)
    {
        public bool[] Swap { get; } = new bool[rows];

        public int[] First { get; } = new int[2 * rows];

        public int[] Second { get; } = new int[2 * rows];

        public double[] A { get; } = new double[width];

        public double[] B { get; } = new double[width];
    }
}
