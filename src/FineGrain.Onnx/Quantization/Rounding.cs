namespace FineGrain.Onnx.Quantization;

/// <summary>
/// Symmetric rounding to whole numbers: q = round(w / s), s = max |w| / q_max. Source: Jacob et al. 2018, section 2.1, with zero point 0 for weights; one scale for
/// each output column (per channel: Krishnamoorthi 2018, section 3.1.1).
/// </summary>
internal static class Rounding
{
    /// <summary>Columns of a row-major matrix, one scale each.</summary>
    /// <param name="weights">[rows, columns].</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="bits">8 or 7; the range is ±(2^(bits−1) − 1).</param>
    public static (sbyte[] Values, float[] Scales) Columns(ReadOnlySpan<float> weights, int rows, int columns, int bits)
    {
        var largest = new float[columns];
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++) largest[c] = MathF.Max(largest[c], MathF.Abs(weights[(r * columns) + c]));
        var scales = Array.ConvertAll(largest, l => Scale(l, bits));
        var values = new sbyte[weights.Length];
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++) values[(r * columns) + c] = Round(weights[(r * columns) + c], scales[c], bits);
        return (values, scales);
    }

    /// <summary>Rows of a row-major matrix, one scale each.</summary>
    public static (sbyte[] Values, float[] Scales) Rows(ReadOnlySpan<float> weights, int rows, int columns, int bits)
    {
        var scales = new float[rows];
        var values = new sbyte[weights.Length];
        for (var r = 0; r < rows; r++)
        {
            var row = weights.Slice(r * columns, columns);
            var largest = 0f;
            foreach (var w in row) largest = MathF.Max(largest, MathF.Abs(w));
            scales[r] = Scale(largest, bits);
            for (var c = 0; c < columns; c++) values[(r * columns) + c] = Round(row[c], scales[r], bits);
        }
        return (values, scales);
    }

    /// <summary>Scale and zero point of an activation range in unsigned bytes; 0 is always met exactly, as padding needs.</summary>
    public static (float Scale, byte Zero) Activation(ActivationRange range)
    {
        var low = MathF.Min(0, range.Low);
        var high = MathF.Max(0, range.High);
        var scale = high > low ? (high - low) / 255 : 1;
        return (scale, (byte)Math.Clamp(MathF.Round(-low / scale), 0, 255));
    }

    // A column of zeros has any scale.
    private static float Scale(float largest, int bits) => largest > 0 ? largest / ((1 << (bits - 1)) - 1) : 1;

    private static sbyte Round(float weight, float scale, int bits)
    {
        var limit = (1 << (bits - 1)) - 1;
        return (sbyte)Math.Clamp(MathF.Round(weight / scale), -limit, limit);
    }
}
