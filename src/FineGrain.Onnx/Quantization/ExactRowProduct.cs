namespace FineGrain.Onnx.Quantization;

/// <summary>
/// <see cref="RowProduct"/> for processors with an instruction that adds four products of bytes (VNNI): the operator <c>finegrain.ExactRowMatMul(X, panels, scales, sums, bias)</c>, Y = X W + b
/// for a constant W in 8 bits, each row of X quantized to 8 bits with a range of its own, and sums without any rounding. Its kernel is in FineGrain.Inference; here is the form of its constants.
/// </summary>
/// <remarks>
/// X: float [.., K]; Y: float [.., N]; both sides are multiples of 16. With w = s_w q_w, |q_w| ≤ 127: panels are int8 [⌈N / 64⌉, K / 4, 256], in which each four rows of 64 columns lie together, column after
/// column; columns behind the last are 0. Scales are s_w, float [N]; sums are Σ_k q_w, int32 [N]; bias is b, float [N]. With x ≈ s_x (q_x − z), 0 ≤ q_x ≤ 255: y = s_x s_w (Σ q_x q_w − z Σ q_w) + b.
/// </remarks>
public static class ExactRowProduct
{
    /// <summary>Its name in <see cref="RowProduct.Domain"/>.</summary>
    public const string Operator = "ExactRowMatMul";

    /// <summary>The same with Y = GELU(X W + b), computed while the sums are at hand.</summary>
    public const string GeluOperator = "ExactRowMatMulGelu";

    /// <summary>Columns of a panel.</summary>
    public const int Columns = 64;

    /// <summary>Both sides are multiples of it.</summary>
    public const int Step = 16;

    /// <summary>Bits of a weight and of an activation.</summary>
    public const int Bits = 8;

    /// <summary>Whether a matrix can be packed.</summary>
    /// <param name="rows">K.</param>
    /// <param name="columns">N.</param>
    public static bool Fits(int rows, int columns) => rows % Step == 0 && columns % Step == 0;

    /// <summary>Panels of a matrix.</summary>
    /// <param name="columns">N.</param>
    public static int Panels(int columns) => (columns + Columns - 1) / Columns;

    /// <summary>The panels and the sums of a matrix.</summary>
    /// <param name="weights">[K, N], row-major, from −127 to 127.</param>
    /// <param name="rows">K.</param>
    /// <param name="columns">N.</param>
    public static (sbyte[] Panels, int[] Sums) Pack(ReadOnlySpan<sbyte> weights, int rows, int columns)
    {
        if (!Fits(rows, columns)) throw new ArgumentException($"a matrix of {rows} × {columns} has no panels: both must be multiples of {Step}");
        var panels = new sbyte[rows * Columns * Panels(columns)];
        var sums = new int[columns];
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++)
            {
                var q = weights[(r * columns) + c];
                sums[c] += q;
                panels[(c / Columns * rows * Columns) + (r / RowProduct.Together * RowProduct.Together * Columns) + (c % Columns * RowProduct.Together) + (r % RowProduct.Together)] = q;
            }
        return (panels, sums);
    }
}
