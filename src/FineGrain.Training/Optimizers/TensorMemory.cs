using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace FineGrain.Training.Optimizers;

/// <summary>Addresses of tensor memory; valid as long as the tensor lives, libtorch never moves it.</summary>
internal static unsafe class TensorMemory
{
    /// <summary>Address of the first number of a contiguous float32 CPU tensor.</summary>
    public static float* Floats(torch.Tensor tensor)
    {
        if (tensor.dtype != torch.ScalarType.Float32 || tensor.device_type != DeviceType.CPU || !tensor.is_contiguous())
            throw new ArgumentException($"expected a contiguous float32 tensor on the CPU, got {tensor.dtype} on {tensor.device_type}, contiguous: {tensor.is_contiguous()}");
        return (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
    }

    /// <summary>The numbers of a contiguous int64 CPU tensor.</summary>
    public static ReadOnlySpan<long> Longs(torch.Tensor tensor)
    {
        if (tensor.dtype != torch.ScalarType.Int64 || !tensor.is_contiguous())
            throw new ArgumentException($"expected a contiguous int64 tensor, got {tensor.dtype}");
        return MemoryMarshal.Cast<byte, long>(tensor.bytes);
    }
}
