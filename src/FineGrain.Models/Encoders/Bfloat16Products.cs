using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using FineGrain.Models.Layers;
using static TorchSharp.torch;

namespace FineGrain.Models.Encoders;

/// <summary>
/// Training in mixed precision: the matrix products of Transformer layers, forward and backward, read and write bfloat16 (8 bits of exponent, 8 of precision) and sum in 32 bits; weights, gradients of
/// weights, norms, softmax, residuals, loss and update stay float32, and so does the network outside training. Source: Micikevicius et al. 2018, section 3.1; Kalamkar et al. 2019 for bfloat16, which needs no loss scaling.
/// </summary>
public static class Bfloat16Products
{
    /// <summary>Whether this processor multiplies bfloat16 in hardware; without, such products are 2 to 30 times slower than those of float32.</summary>
    public static bool InHardware { get; } = Find();

    /// <summary>Lets all Transformer layers of a network train so, or no longer so.</summary>
    /// <param name="model">The network, or a module around it.</param>
    /// <param name="on">Whether to.</param>
    /// <returns>Whether there is a Transformer layer.</returns>
    public static bool Use(nn.Module model, bool on)
    {
        ArgumentNullException.ThrowIfNull(model);
        var layers = model.modules().OfType<TransformerLayer>().ToList();
        foreach (var linear in layers.SelectMany(layer => layer.modules().OfType<Linear>())) linear.Bfloat16InTraining = on;
        return layers.Count > 0;
    }

    // CPUID leaf 7: sub-leaf 1 EAX bit 5 is AVX512_BF16, sub-leaf 0 EDX bit 22 is AMX-BF16 (Intel SDM volume 2A, table 3-8). What Arm has is not told here.
    private static bool Find() => RuntimeInformation.ProcessArchitecture == Architecture.X64 && Avx512F.IsSupported && X86Base.CpuId(0, 0).Eax >= 7
        && ((X86Base.CpuId(7, 0).Edx & (1 << 22)) != 0 || (X86Base.CpuId(7, 0).Eax >= 1 && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0));
}
