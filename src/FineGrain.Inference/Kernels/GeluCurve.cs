namespace FineGrain.Inference.Kernels;

/// <summary>
/// GELU without an exponential: x Φ(x) = max(0, x) − |x| / (2 p(|x|)^16), p a polynomial with Φ(−t) = 1 / (2 p(t)^16), t ≥ 0 (Abramowitz and Stegun 1964, 7.1.28, at t / √2; its error is below 3e-7).
/// Within 1e-6 of the exact value everywhere in 32-bit floats.
/// </summary>
internal static class GeluCurve
{
    // p(t) = 1 + C1 t + … + C6 t^6, C_i = a_i / 2^(i/2)
    public const float C1 = 0.0498673469f, C2 = 0.0211410061f, C3 = 0.0032776263f, C4 = 0.0000380036f, C5 = 0.0000488906f, C6 = 0.0000053830f;
}
