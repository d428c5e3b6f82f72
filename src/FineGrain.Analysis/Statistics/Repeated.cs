namespace FineGrain.Analysis.Statistics;

/// <summary>Runs seeded draws in parallel; draw number i always sees stream number i, so threads do not change the outcome.</summary>
internal static class Repeated
{
    public delegate void Draw<TRoom>(ref SplitMix64 random, TRoom room, Span<double> found);

    /// <summary>Values of each of <paramref name="width"/> statistics over <paramref name="samples"/> draws; <paramref name="room"/> makes each thread's working space.</summary>
    public static double[][] Collect<TRoom>(int samples, int width, int seed, Func<TRoom> room, Draw<TRoom> draw)
    {
        var values = Enumerable.Range(0, width).Select(_ => new double[samples]).ToArray();
        Parallel.For(0, samples, () => (Room: room(), Found: new double[width]), (sample, _, local) =>
        {
            var random = SplitMix64.Stream(seed, sample);
            draw(ref random, local.Room, local.Found);
            for (var s = 0; s < width; s++) values[s][sample] = local.Found[s];
            return local;
        }, _ => { });
        return values;
    }
}
