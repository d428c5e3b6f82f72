using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FineGrain.Inference;

/// <summary>What this processor has for products of bytes.</summary>
public static class Processor
{
    /// <summary>The widest instructions that ONNX Runtime multiplies bytes with: amx, avx512-vnni, avx-vnni, avx512, avx2, sse, arm64-dot or arm64.</summary>
    public static string Instructions { get; } = Find();

    /// <summary>
    /// Whether sums of 8-bit products are exact. x86 without VNNI adds two products of an unsigned and a signed byte in 16 bits, which 255 · 127 + 255 · 127 overflows;
    /// weights of 7 bits never do.
    /// </summary>
    public static bool HoldsEightBits => Instructions == "amx" || Instructions.Contains("vnni", StringComparison.Ordinal) || Instructions.StartsWith("arm64", StringComparison.Ordinal);

    private static string Find()
    {
        if (AdvSimd.Arm64.IsSupported) return Dp.IsSupported ? "arm64-dot" : "arm64";
        if (!X86Base.IsSupported) return "unknown";
        // CPUID leaf 7: sub-leaf 0 EDX bit 25 is AMX-INT8, ECX bit 11 is AVX512_VNNI, sub-leaf 1 EAX bit 4 is AVX-VNNI (Intel SDM volume 2A, table 3-8).
        var (eax, _, ecx, edx) = Leaf(0);
        if (Avx512F.IsSupported && (edx & (1 << 25)) != 0) return "amx";
        if (Avx512F.IsSupported && (ecx & (1 << 11)) != 0) return "avx512-vnni";
        if (Avx2.IsSupported && eax >= 1 && (Leaf(1).Eax & (1 << 4)) != 0) return "avx-vnni";
        return Avx512F.IsSupported ? "avx512" : Avx2.IsSupported ? "avx2" : "sse";

        static (int Eax, int Ebx, int Ecx, int Edx) Leaf(int sub) => X86Base.CpuId(0, 0).Eax >= 7 ? X86Base.CpuId(7, sub) : default;
    }
}
