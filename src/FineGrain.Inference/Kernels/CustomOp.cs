using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineGrain.Inference.Kernels;

#pragma warning disable CS0169, CS0414, CS0649 // ONNX Runtime reads the fields, and what stays null is not asked for
/// <summary>An operator as ONNX Runtime wants it described: OrtCustomOp of onnxruntime_c_api.h, and behind it what our own functions read. It keeps no state: everything is in its inputs and here.</summary>
internal unsafe struct CustomOp
{
    /// <summary>Types of elements (ONNXTensorElementDataType).</summary>
    public const int Float = 1, UInt8 = 2, Int8 = 3, Int32 = 6, Int64 = 7;

    private uint version;
    private void* createKernel;
    private delegate* unmanaged[Cdecl]<CustomOp*, byte*> getName, getExecutionProviderType;
    private delegate* unmanaged[Cdecl]<CustomOp*, nuint, int> getInputType;
    private delegate* unmanaged[Cdecl]<CustomOp*, nuint> getInputTypeCount;
    private delegate* unmanaged[Cdecl]<CustomOp*, nuint, int> getOutputType;
    private delegate* unmanaged[Cdecl]<CustomOp*, nuint> getOutputTypeCount;
    private void* kernelCompute;
    private delegate* unmanaged[Cdecl]<void*, void> kernelDestroy;
    private delegate* unmanaged[Cdecl]<CustomOp*, nuint, int> getInputCharacteristic, getOutputCharacteristic, getInputMemoryType;
    private void* getVariadicInputMinArity, getVariadicInputHomogeneity, getVariadicOutputMinArity, getVariadicOutputHomogeneity;
    private delegate* unmanaged[Cdecl]<CustomOp*, void*, void*, void**, void*> createKernelV2;
    private delegate* unmanaged[Cdecl]<void*, void*, void*> kernelComputeV2;
    private void* inferOutputShape, getStartVersion, getEndVersion, getMayInplace, releaseMayInplace, getAliasMap, releaseAliasMap;
    private byte* ownName; // from here on ours: ONNX Runtime only keeps the address
    private delegate*<CustomOp*, void*, string?> compute;
    private InputTypes inputTypes;
    private int inputs;

    /// <summary>What an operator of products is told about itself.</summary>
    public bool Exact, Gelu;

    /// <summary>A description, for as long as the process lives.</summary>
    /// <param name="name">Name of the operator.</param>
    /// <param name="compute">Gets this description and the context of a run; returns what does not fit, or null.</param>
    /// <param name="types">Types of the inputs; the one output is of floats.</param>
    public static CustomOp* Create(string name, delegate*<CustomOp*, void*, string?> compute, params ReadOnlySpan<int> types)
    {
        var op = (CustomOp*)NativeMemory.AllocZeroed((nuint)sizeof(CustomOp));
        op->ownName = (byte*)Marshal.StringToCoTaskMemUTF8(name);
        op->compute = compute;
        op->inputs = types.Length;
        types.CopyTo(op->inputTypes);
        op->version = OnnxApi.Version;
        op->getName = &Name;
        op->getExecutionProviderType = &Provider;
        op->getInputType = &InputType;
        op->getInputTypeCount = &InputCount;
        op->getOutputType = &OutputType;
        op->getOutputTypeCount = &OutputCount;
        op->kernelDestroy = &Destroy;
        op->getInputCharacteristic = &Plain;
        op->getOutputCharacteristic = &Plain;
        op->getInputMemoryType = &Plain;
        op->createKernelV2 = &CreateKernel;
        op->kernelComputeV2 = &Compute;
        return op;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* CreateKernel(CustomOp* op, void* api, void* info, void** kernel)
    {
        *kernel = op;
        return null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* Compute(void* kernel, void* context)
    {
        var op = (CustomOp*)kernel;
        string? complaint;
        try
        {
            complaint = op->compute(op, context);
        }
        catch (Exception e) // none may pass into native code
        {
            complaint = e.Message;
        }
        return complaint is null ? null : OnnxApi.Status($"{Marshal.PtrToStringUTF8((nint)op->ownName)}: {complaint}");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Destroy(void* kernel)
    {
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte* Name(CustomOp* op) => op->ownName;

    /// <summary>Nothing: the processor.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte* Provider(CustomOp* op) => null;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int InputType(CustomOp* op, nuint index) => op->inputTypes[(int)index];

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nuint InputCount(CustomOp* op) => (nuint)op->inputs;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OutputType(CustomOp* op, nuint index) => Float;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nuint OutputCount(CustomOp* op) => 1;

    /// <summary>Required, in ordinary memory.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Plain(CustomOp* op, nuint index) => 0;

    [InlineArray(8)]
    private struct InputTypes
    {
        private int first;
    }
}
