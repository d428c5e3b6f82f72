namespace FineGrain.Onnx.Quantization;

/// <summary>
/// The operator <c>finegrain.RowQuantizedMatMul(X, panels, scales, sums, bias)</c>: Y = X W + b for a constant W in 7 bits, each row of X quantized to 7 bits with a range of its own, so that a
/// row's result does not depend on the other rows of the batch. Its kernel is in FineGrain.Inference; here is the form of its constants.
/// </summary>
/// <remarks>
/// X: float [.., K]; Y: float [.., N]; K is a multiple of 16 and N of 8. With w = s_w q_w, |q_w| ≤ 63: panels are uint8 [N / 8, K / 4, 32], in which each four rows of eight columns lie together,
/// column after column, as u = q_w + 64 (1 to 127); scales are s_w, float [N]; sums are Σ_k q_w, int32 [N]; bias is b, float [N]. With x ≈ s_x (q_x − z), 0 ≤ q_x ≤ 127:
/// y = s_x s_w (Σ q_x u − 64 Σ q_x − z Σ q_w) + b. Σ q_x u is taken over sixteen k at a time as 2 ⌊(p + q + 1) / 2⌋, p and q sums of four products: 4 · 127 · 127 = 64,516 fits in 16 unsigned bits, and
/// processors have an instruction for that average. What it rounds up, K / 16 in the mean, is taken off; the rest is a hundredth of what the bytes themselves round. Whole numbers all: every processor gets the same.
/// </remarks>
public static class RowProduct
{
    /// <summary>Domain of the operator.</summary>
    public const string Domain = "finegrain";

    /// <summary>Its name there.</summary>
    public const string Operator = "RowQuantizedMatMul";

    /// <summary>The same with Y = GELU(X W + b), computed while the sums are at hand.</summary>
    public const string GeluOperator = "RowQuantizedMatMulGelu";

    /// <summary>Columns of a panel; N is a multiple of it.</summary>
    public const int Columns = 8;

    /// <summary>K is a multiple of it.</summary>
    public const int Step = 16;

    /// <summary>Rows of the weight that lie together.</summary>
    public const int Together = 4;

    /// <summary>Added to each weight to make it unsigned.</summary>
    public const int Offset = 64;

    /// <summary>Bits of a weight and of an activation.</summary>
    public const int Bits = 7;

    /// <summary>Whether a matrix can be packed.</summary>
    /// <param name="rows">K.</param>
    /// <param name="columns">N.</param>
    public static bool Fits(int rows, int columns) => rows % Step == 0 && columns % Columns == 0;

    /// <summary>The panels and the sums of a matrix.</summary>
    /// <param name="weights">[K, N], row-major, from −63 to 63.</param>
    /// <param name="rows">K.</param>
    /// <param name="columns">N.</param>
    public static (byte[] Panels, int[] Sums) Pack(ReadOnlySpan<sbyte> weights, int rows, int columns)
    {
        if (!Fits(rows, columns)) throw new ArgumentException($"a matrix of {rows} × {columns} has no panels: they must be multiples of {Step} and {Columns}");
        var panels = new byte[weights.Length];
        var sums = new int[columns];
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++)
            {
                var q = weights[(r * columns) + c];
                sums[c] += q;
                panels[(c / Columns * rows * Columns) + (r / Together * Together * Columns) + (c % Columns * Together) + (r % Together)] = (byte)(q + Offset);
            }
        return (panels, sums);
    }
}
