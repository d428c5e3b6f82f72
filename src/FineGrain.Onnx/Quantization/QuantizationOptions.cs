namespace FineGrain.Onnx.Quantization;

/// <summary>What <see cref="Quantizer"/> makes of a graph.</summary>
public sealed record QuantizationOptions
{
    /// <summary>Matrices with fewer elements stay as they are: quantizing them saves nothing, and the classifier is among them.</summary>
    public const int SmallestMatrix = 2048;

    /// <summary>
    /// Bits of a matrix weight: 8; 7 where the processor adds pairs of products in 16 bits (x86 without VNNI), which 8 bits can overflow; 4 in blocks of
    /// <see cref="BlockSize"/> with a scale each, multiplied by floats.
    /// </summary>
    public int WeightBits { get; init; } = 8;

    /// <summary>
    /// Whether the network is for FineGrain.Inference alone: a product that measures its ranges in every run takes one for each row, in <see cref="RowProduct"/> with weights of 7 bits and
    /// <see cref="ExactRowProduct"/> with 8, and attention and sums before a norm become one operator each (<see cref="AttentionChain"/>, <see cref="SumAndNorm"/>). What does not fit keeps ONNX's own operators.
    /// </summary>
    public bool Rows { get; init; }

    /// <summary>Rows of a matrix column that share a scale at 4 bits.</summary>
    public int BlockSize { get; init; } = 32;

    /// <summary>Whether embedding tables become bytes too, with a scale for each row.</summary>
    public bool Tables { get; init; } = true;

    /// <summary>Layers (see <see cref="QuantizableLayer.Name"/>) that keep their 32-bit floats.</summary>
    public IReadOnlySet<string> Keep { get; init; } = new HashSet<string>();

    /// <summary>
    /// Range of the left input of each matrix product, by value name, measured on calibration texts: makes the quantization static. A product whose input is not
    /// listed measures its range in every run (dynamic).
    /// </summary>
    public IReadOnlyDictionary<string, ActivationRange> Ranges { get; init; } = new Dictionary<string, ActivationRange>();
}

/// <summary>Smallest and largest value that an activation takes.</summary>
/// <param name="Low">Smallest.</param>
/// <param name="High">Largest.</param>
public readonly record struct ActivationRange(float Low, float High)
{
    /// <summary>The range that holds both.</summary>
    public ActivationRange Joined(ActivationRange other) => new(MathF.Min(Low, other.Low), MathF.Max(High, other.High));
}
