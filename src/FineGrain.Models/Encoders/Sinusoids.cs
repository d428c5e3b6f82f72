namespace FineGrain.Models.Encoders;

/// <summary>
/// Fixed positions: sin(t / 10000^(2i/H)) in column 2i and the cosine in column 2i + 1. Source: Vaswani et al. 2017, section 3.5.
/// </summary>
internal static class Sinusoids
{
    /// <summary>Rows for <paramref name="positions"/> positions, row-major [positions, width].</summary>
    public static float[] Table(int positions, int width)
    {
        var table = new float[positions * width];
        for (var t = 0; t < positions; t++)
            for (var column = 0; column < width; column++)
            {
                var angle = t * Math.Pow(10000, -(column - column % 2) / (double)width);
                table[t * width + column] = (float)(column % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            }
        return table;
    }
}
