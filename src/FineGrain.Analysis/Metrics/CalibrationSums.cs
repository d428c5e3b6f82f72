namespace FineGrain.Analysis.Metrics;

/// <summary>Running sums of the reliability bins; examples carry a multiplicity so that the bootstrap can use it.</summary>
internal sealed class CalibrationSums(int bins)
{
    private readonly long[] counts = new long[bins], right = new long[bins];
    private readonly double[] confidence = new double[bins];

    public void Add(int bin, double certainty, bool correct, int times)
    {
        counts[bin] += times;
        confidence[bin] += times * certainty;
        if (correct) right[bin] += times;
    }

    public double Error
    {
        get
        {
            double gap = 0, total = 0;
            for (var b = 0; b < bins; b++) (gap, total) = (gap + Math.Abs(right[b] - confidence[b]), total + counts[b]);
            return gap / total;
        }
    }

    public IReadOnlyList<CalibrationBin> Bins() =>
        [.. Enumerable.Range(0, bins).Select(b => new CalibrationBin((double)b / bins, (b + 1.0) / bins, counts[b], confidence[b] / counts[b], (double)right[b] / counts[b]))];
}
