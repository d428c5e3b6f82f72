using FineGrain.Core;

namespace FineGrain.Inference.Quantizing;

/// <summary>What <see cref="ModelQuantization"/> shall do.</summary>
public sealed record QuantizationPlan
{
    /// <summary>int8, or int4 for weights in blocks of 4 bits.</summary>
    public string Precision { get; init; } = "int8";

    /// <summary>Bits of an int8 weight; null takes 8 where sums of 8-bit products are exact on this processor, else 7. Our own operators are taken with the bits that are best here, unless <see cref="Rows"/> asks for them.</summary>
    public int? WeightBits { get; init; }

    /// <summary>
    /// Whether products of bytes, attention and norms run in our own operators, products with a range for each row (<see cref="FineGrain.Onnx.Quantization.QuantizationOptions.Rows"/>), rather than in
    /// ONNX Runtime's; null takes them where they are quicker: on x86-64 Linux with AVX-512 VNNI and without AMX, and on x86 with AVX2 and no VNNI at all. The network is then for FineGrain alone.
    /// </summary>
    public bool? Rows { get; init; }

    /// <summary>Whether ranges of activations are measured once on <see cref="Examples"/> instead of in every run.</summary>
    public bool Static { get; init; }

    /// <summary>Texts to calibrate and to judge on, with gold where <see cref="Score"/> needs it; dev, never test. Without any, nothing is judged.</summary>
    public IReadOnlyList<Example> Examples { get; init; } = [];

    /// <summary>Score of answers to <see cref="Examples"/> in points (0 to 100, higher is better); null counts the answers that stay the same.</summary>
    public Func<IReadOnlyList<Prediction>, double>? Score { get; init; }

    /// <summary>Points of score that may be lost; layers go back to 32-bit floats, the most sensitive first, until no more is.</summary>
    public double MaxDrop { get; init; } = 0.3;

    /// <summary>Whether the sensitivity of every layer is measured also where nothing is lost.</summary>
    public bool Sensitivity { get; init; }

    /// <summary>Most examples that ranges and sensitivities are measured on.</summary>
    public int Probes { get; init; } = 64;
}
