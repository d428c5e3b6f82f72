using System.Numerics;
using System.Runtime.InteropServices;

namespace FineGrain.Core.Spans;

/// <summary>
/// A square matrix M given by logarithms, and sums with it that stay logarithms: log(e^v · e^M). A row is filled up to whole vectors with −∞.
/// Exponentials of the vector and of the matrix are multiplied, K exponentials instead of K², wherever no part can vanish or overflow; elsewhere term by term.
/// </summary>
internal sealed class LogMatrix
{
    /// <summary>Largest spread of a vector for the product of exponentials: e^−600 times e^−<see cref="Steep"/> is still a normal double.</summary>
    private const double Reach = 600;

    /// <summary>Largest size of an element for the product of exponentials.</summary>
    private const double Steep = 100;

    private readonly int count;
    private readonly int width;
    private readonly double[] logs;
    private readonly double[] values;
    private readonly bool steep;

    /// <param name="count">Rows and columns K.</param>
    /// <param name="element">log M by row and column; −∞ for 0.</param>
    public LogMatrix(int count, Func<int, int, double> element)
    {
        (this.count, width) = (count, WidthOf(count));
        logs = new double[count * width];
        Array.Fill(logs, double.NegativeInfinity);
        for (var i = 0; i < count; i++)
            for (var j = 0; j < count; j++) logs[(i * width) + j] = element(i, j);
        values = [.. logs.Select(Math.Exp)];
        steep = logs.Any(v => !double.IsNegativeInfinity(v) && !(Math.Abs(v) <= Steep));
    }

    /// <summary>K rounded up to whole vectors.</summary>
    public static int WidthOf(int count) => (count + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;

    /// <summary>log M of a row, one number a column.</summary>
    public ReadOnlySpan<double> Row(int i) => logs.AsSpan(i * width, width);

    /// <summary>result_j = log Σ_i e^(vector_i + log M_ij).</summary>
    /// <param name="vector">Logarithms, a whole width.</param>
    /// <param name="scratch">A whole width to work in.</param>
    /// <param name="result">A whole width.</param>
    public void Times(ReadOnlySpan<double> vector, Span<double> scratch, Span<double> result)
    {
        var (least, most) = Range(vector);
        if (steep || most - least > Reach)
        {
            for (var j = 0; j < width; j++) result[j] = j < count ? Term(vector, j) : double.NegativeInfinity;
            return;
        }
        Exp(vector, -most, scratch);
        var rows = MemoryMarshal.Cast<double, Vector<double>>(values);
        var sums = MemoryMarshal.Cast<double, Vector<double>>(result);
        var shift = new Vector<double>(most);
        for (var c = 0; c < sums.Length; c++)
        {
            // Two sums at a time: each addition need not wait for the one before.
            var (even, odd) = (Vector<double>.Zero, Vector<double>.Zero);
            var i = 0;
            for (; i + 1 < count; i += 2)
            {
                even = Vector.FusedMultiplyAdd(new(scratch[i]), rows[(i * sums.Length) + c], even);
                odd = Vector.FusedMultiplyAdd(new(scratch[i + 1]), rows[((i + 1) * sums.Length) + c], odd);
            }
            if (i < count) even = Vector.FusedMultiplyAdd(new(scratch[i]), rows[(i * sums.Length) + c], even);
            sums[c] = Vector.Log(even + odd) + shift;
        }
    }

    /// <summary>Adds e^(left_i + log M_ij + right_j − log Z) to each element, up to the factor that <see cref="Scale"/> multiplies with at the end.</summary>
    /// <param name="left">Logarithms, a whole width.</param>
    /// <param name="right">Logarithms, a whole width.</param>
    /// <param name="logSum">log Z.</param>
    /// <param name="scratch">Two widths to work in.</param>
    /// <param name="pairs">The elements, K whole widths.</param>
    public void AddPairs(ReadOnlySpan<double> left, ReadOnlySpan<double> right, double logSum, Span<double> scratch, Span<double> pairs)
    {
        var (leastLeft, mostLeft) = Range(left);
        var (leastRight, mostRight) = Range(right);
        if (steep || mostLeft - leastLeft + mostRight - leastRight > Reach)
        {
            for (var i = 0; i < count; i++)
                for (var j = 0; j < count; j++)
                    if (values[(i * width) + j] > 0) pairs[(i * width) + j] += Math.Exp(left[i] + right[j] - logSum + (steep ? logs[(i * width) + j] : 0));
            return;
        }
        var weights = scratch[width..];
        Exp(left, mostRight - logSum, weights);
        Exp(right, -mostRight, scratch[..width]);
        var factors = MemoryMarshal.Cast<double, Vector<double>>(scratch[..width]);
        var sums = MemoryMarshal.Cast<double, Vector<double>>(pairs);
        for (var i = 0; i < count; i++)
        {
            if (weights[i] == 0) continue;
            var weight = new Vector<double>(weights[i]);
            var row = sums.Slice(i * factors.Length, factors.Length);
            for (var c = 0; c < row.Length; c++) row[c] = Vector.FusedMultiplyAdd(weight, factors[c], row[c]);
        }
    }

    /// <summary>Finishes what <see cref="AddPairs"/> gathered.</summary>
    public void Scale(Span<double> pairs)
    {
        for (var i = 0; i < pairs.Length; i++) pairs[i] = values[i] == 0 ? 0 : steep ? pairs[i] : pairs[i] * values[i];
    }

    /// <summary>result = e^(vector + shift).</summary>
    public static void Exp(ReadOnlySpan<double> vector, double shift, Span<double> result)
    {
        var from = MemoryMarshal.Cast<double, Vector<double>>(vector);
        var to = MemoryMarshal.Cast<double, Vector<double>>(result);
        for (var c = 0; c < from.Length; c++) to[c] = Vector.Exp(from[c] + new Vector<double>(shift));
    }

    /// <summary>log Σ e^vector.</summary>
    public static double LogSum(ReadOnlySpan<double> vector)
    {
        var (_, most) = Range(vector);
        if (double.IsNegativeInfinity(most)) return most;
        double sum = 0;
        foreach (var v in vector) sum += Math.Exp(v - most);
        return most + Math.Log(sum);
    }

    /// <summary>The least finite number and the largest.</summary>
    private static (double Least, double Most) Range(ReadOnlySpan<double> vector)
    {
        var (least, most) = (new Vector<double>(double.PositiveInfinity), new Vector<double>(double.NegativeInfinity));
        foreach (var v in MemoryMarshal.Cast<double, Vector<double>>(vector))
        {
            most = Vector.Max(most, v);
            least = Vector.Min(least, Vector.ConditionalSelect(Vector.Equals(v, new(double.NegativeInfinity)), new(double.PositiveInfinity), v));
        }
        var (low, high) = (least[0], most[0]);
        for (var i = 1; i < Vector<double>.Count; i++) (low, high) = (Math.Min(low, least[i]), Math.Max(high, most[i]));
        return (low, high);
    }

    private double Term(ReadOnlySpan<double> vector, int column)
    {
        var most = double.NegativeInfinity;
        for (var i = 0; i < count; i++) most = Math.Max(most, vector[i] + logs[(i * width) + column]);
        if (double.IsNegativeInfinity(most)) return most;
        double sum = 0;
        for (var i = 0; i < count; i++) sum += Math.Exp(vector[i] + logs[(i * width) + column] - most);
        return most + Math.Log(sum);
    }
}
