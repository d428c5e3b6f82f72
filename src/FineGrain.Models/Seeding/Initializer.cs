using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineGrain.Models.Seeding;

/// <summary>
/// First values of parameters, drawn from Philox: tensor number n of a seed is the same whatever was drawn before from torch's own generator,
/// on every machine and for every thread count.
/// </summary>
/// <param name="seed">Seed of the run.</param>
public sealed class Initializer(int seed)
{
    /// <summary>Keeps the keys of initial values apart from those of dropout, which have the same low half for the same seed.</summary>
    private const ulong KeySpace = 0x494E_4954_0000_0000;

    private readonly bool zeros;
    private ulong tensors;

    private Initializer(bool zeros) : this(0) => this.zeros = zeros;

    /// <summary>Makes every value 0, at no cost, for a network that is filled afterwards.</summary>
    internal static Initializer Zeros { get; } = new(zeros: true);

    /// <summary>Normal with mean 0 and the given deviation (Box and Muller 1958).</summary>
    /// <param name="deviation">Standard deviation.</param>
    /// <param name="shape">Shape of the float32 parameter.</param>
    public Parameter Normal(double deviation, params long[] shape) => Draw(shape, (u, v) =>
    {
        var radius = deviation * Math.Sqrt(-2 * Math.Log(u));
        var (sine, cosine) = Math.SinCos(2 * Math.PI * v);
        return (radius * cosine, radius * sine);
    });

    /// <summary>Normal as <see cref="Normal"/>, with one row set to zero: the row of the padding token.</summary>
    /// <param name="deviation">Standard deviation.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Row width.</param>
    /// <param name="padding">The row that is zero; a number outside the table leaves it whole.</param>
    public Parameter Table(double deviation, long rows, long width, long padding)
    {
        var table = Normal(deviation, rows, width);
        if (padding < 0 || padding >= rows) return table;
        using var scope = NewDisposeScope();
        using var still = no_grad();
        table[padding].zero_();
        return table;
    }

    /// <summary>Uniform in [−<paramref name="bound"/>, <paramref name="bound"/>).</summary>
    /// <param name="bound">Half the width of the interval.</param>
    /// <param name="shape">Shape of the float32 parameter.</param>
    public Parameter Uniform(double bound, params long[] shape) => Draw(shape, (u, v) => (bound * (2 * u - 1), bound * (2 * v - 1)));

    /// <summary>Uniform with bound sqrt(6 / (fan in + fan out)) for a weight [out, in, window…] (Glorot and Bengio 2010, equation 16).</summary>
    /// <param name="shape">Shape of the float32 parameter, at least two dimensions.</param>
    public Parameter Glorot(params long[] shape)
    {
        var window = shape.Skip(2).Aggregate(1L, (a, b) => a * b);
        return Uniform(Math.Sqrt(6.0 / ((shape[0] + shape[1]) * window)), shape);
    }

    /// <summary>All elements equal.</summary>
    /// <param name="value">The value.</param>
    /// <param name="shape">Shape of the float32 parameter.</param>
    public static Parameter Constant(double value, params long[] shape) => Own(full(shape, value, dtype: ScalarType.Float32));

    /// <summary>A parameter with the given values.</summary>
    /// <param name="values">Row-major values.</param>
    /// <param name="shape">Shape of the float32 parameter.</param>
    public static Parameter Of(float[] values, params long[] shape) => Own(tensor(values, shape, dtype: ScalarType.Float32));

    private Parameter Draw(long[] shape, Func<double, double, (double, double)> distribution)
    {
        if (zeros) return Constant(0, shape);
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        var stream = tensors++;
        var key = (uint)seed | KeySpace;
        for (var i = 0; i < values.Length; i += 2)
        {
            var (a, b, c, d) = Philox.Block(key, (ulong)i / 2, stream);
            var (first, second) = distribution(Unit(a, b), Unit(c, d));
            values[i] = (float)first;
            if (i + 1 < values.Length) values[i + 1] = (float)second;
        }
        return Of(values, shape);
    }

    /// <summary>The new tensor as a parameter that no dispose scope owns: it lives as long as its module.</summary>
    private static Parameter Own(Tensor values)
    {
        var parameter = new Parameter(values);
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    /// <summary>53 random bits as a number in (0, 1): the logarithm of Box-Muller never sees 0.</summary>
    private static double Unit(uint high, uint low) => ((((ulong)high << 32 | low) >> 11) + 0.5) * (1.0 / (1UL << 53));
}
