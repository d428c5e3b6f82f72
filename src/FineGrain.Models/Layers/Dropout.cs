using FineGrain.Models.Seeding;
using TorchSharp;
using static TorchSharp.torch;

namespace FineGrain.Models.Layers;

/// <summary>
/// Inverted dropout y = x · m, m = 0 with probability p and else 1 / (1 − p); nothing in evaluation. Source: Srivastava et al., JMLR 2014,
/// section 4, with the scale moved to training (section 10).
/// The masks come from <see cref="Philox"/> and not from torch: its generator draws one number after the other and costs up to 40 % of a
/// training step. The rate is rounded to a multiple of 1/65536 and the scale belongs to the rounded rate, so the mean is exact.
/// </summary>
public sealed class Dropout : nn.Module<Tensor, Tensor>
{
    /// <summary>Keeps the keys of masks apart from those of initial values.</summary>
    private const ulong KeySpace = 0x4D41_534B_0000_0000;

    private readonly DropoutStream random;
    private readonly int drop;
    private readonly int layer;
    private long step = -1;
    private uint draws;

    /// <summary>A layer with its own place in the model's stream.</summary>
    /// <param name="rate">Dropping probability p in [0, 1).</param>
    /// <param name="random">The model's stream.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not in [0, 1).</exception>
    public Dropout(double rate, DropoutStream random) : base(nameof(Dropout))
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rate);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rate, 1);
        this.random = random;
        drop = Math.Min(65535, (int)Math.Round(rate * 65536));
        layer = random.NextLayer();
    }

    /// <summary>Whether the layer changes anything now.</summary>
    public bool Active => training && drop > 0;

    /// <inheritdoc/>
    /// <param name="input">Float32 of any shape.</param>
    /// <returns>The same shape.</returns>
    public override Tensor forward(Tensor input)
    {
        if (!Active) return input.alias();
        using var mask = Mask(input.shape, input.device);
        return input * mask;
    }

    /// <summary><paramref name="residual"/> + dropout(<paramref name="input"/>) in one pass over memory.</summary>
    /// <param name="input">Float32 or bfloat16 of any shape.</param>
    /// <param name="residual">Float32 of the same shape.</param>
    /// <returns>The same shape.</returns>
    public Tensor Add(Tensor input, Tensor residual)
    {
        if (!Active) return residual + input;
        using var mask = Mask(input.shape, input.device);
        return addcmul(residual, input, mask, 1);
    }

    /// <summary>Drops whole token vectors: one draw for each token, shared by its values.</summary>
    /// <param name="input">Float32 [B, T, H].</param>
    /// <returns>The same shape.</returns>
    public Tensor Tokens(Tensor input)
    {
        if (!Active) return input.alias();
        using var mask = Mask([input.shape[0], input.shape[1], 1], input.device);
        return input * mask;
    }

    /// <summary>The next mask of this layer: 0 or 1 / (1 − p), made on the CPU and copied where the device is another.</summary>
    private Tensor Mask(long[] shape, Device device)
    {
        if (step != random.Step) (step, draws) = (random.Step, 0);
        var stream = (ulong)step << 24 | (ulong)layer << 8 | draws++; // 2^40 steps, 65,536 layers, 256 calls
        var mask = empty(shape, dtype: ScalarType.Float32);
        Philox.FillMask(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(mask.bytes), drop, (uint)random.Seed | KeySpace, stream);
        if (device.type == DeviceType.CPU) return mask;
        using (mask) return mask.to(device);
    }
}
