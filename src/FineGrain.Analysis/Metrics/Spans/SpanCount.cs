namespace FineGrain.Analysis.Metrics.Spans;

/// <summary>How many spans were right, and out of how many.</summary>
/// <param name="Hits">Predicted spans that are gold.</param>
/// <param name="Gold">Gold spans.</param>
/// <param name="Predicted">Predicted spans.</param>
public readonly record struct SpanCount(long Hits, long Gold, long Predicted)
{
    /// <summary>Hits / predicted; 0 when nothing was predicted but something was to be found, NaN when there was neither.</summary>
    public double Precision => Share(Predicted);

    /// <summary>Hits / gold; 0 when there was nothing to be found but something was predicted, NaN when there was neither.</summary>
    public double Recall => Share(Gold);

    /// <summary>2 · hits / (gold + predicted), the harmonic mean of precision and recall; NaN when there was neither gold nor prediction.</summary>
    public double F1 => Gold + Predicted == 0 ? double.NaN : 2.0 * Hits / (Gold + Predicted);

    /// <summary>Both counted together.</summary>
    public static SpanCount operator +(SpanCount a, SpanCount b) => new(a.Hits + b.Hits, a.Gold + b.Gold, a.Predicted + b.Predicted);

    private double Share(long whole) => Gold + Predicted == 0 ? double.NaN : whole == 0 ? 0 : (double)Hits / whole;
}
