using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FineGrain.Onnx.Quantization;
using Microsoft.ML.OnnxRuntime;

namespace FineGrain.Inference.Kernels;

/// <summary>
/// <see cref="RowProduct"/> as an operator of ONNX Runtime: the description that it asks for, and the call that runs our kernel on its tensors and threads. A <see cref="Predictor"/> has it by
/// itself; a program that opens a compressed network in a session of its own registers it first.
/// </summary>
public static unsafe class RowOperator
{
    private const int Float = 1, UInt8 = 2, Int32 = 6; // ONNXTensorElementDataType
    private static readonly void* Domain = OnnxApi.Domain(RowProduct.Domain, (nint)Description(RowProduct.Operator, gelu: false), (nint)Description(RowProduct.GeluOperator, gelu: true));

    /// <summary>Lets sessions that are opened with these options run the operator.</summary>
    /// <param name="options">The options; what they say otherwise is not changed.</param>
    public static void Register(SessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        OnnxApi.Register(options, Domain);
    }

    private static CustomOp* Description(string name, bool gelu)
    {
        var op = (CustomOp*)NativeMemory.AllocZeroed((nuint)sizeof(CustomOp));
        op->OwnName = (byte*)Marshal.StringToCoTaskMemUTF8(name);
        op->Gelu = gelu;
        op->Version = OnnxApi.Version;
        op->GetName = &Name;
        op->GetExecutionProviderType = &Provider;
        op->GetInputType = &InputType;
        op->GetInputTypeCount = &InputCount;
        op->GetOutputType = &OutputType;
        op->GetOutputTypeCount = &OutputCount;
        op->KernelDestroy = &Destroy;
        op->GetInputCharacteristic = &Plain;
        op->GetOutputCharacteristic = &Plain;
        op->GetInputMemoryType = &Plain;
        op->CreateKernelV2 = &Create;
        op->KernelComputeV2 = &Compute;
        return op;
    }

    /// <summary>The kernel keeps no state: everything is in its inputs and in the operator's description.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* Create(CustomOp* op, void* api, void* info, void** kernel)
    {
        *kernel = op;
        return null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* Compute(void* kernel, void* context)
    {
        try
        {
            void* x = OnnxApi.Input(context, 0), panels = OnnxApi.Input(context, 1), scales = OnnxApi.Input(context, 2), sums = OnnxApi.Input(context, 3), bias = OnnxApi.Input(context, 4);
            long[] shape = OnnxApi.Shape(x), packed = OnnxApi.Shape(panels);
            if (packed is not [var panelCount, var groups, RowProduct.Columns * RowProduct.Together] || shape is not [.., var depth] || depth != groups * RowProduct.Together || depth % RowProduct.Step != 0
                || OnnxApi.Shape(scales) is not [var width] || width != panelCount * RowProduct.Columns || OnnxApi.Shape(sums) is not [var sumCount] || sumCount != width || OnnxApi.Shape(bias) is not [var biasCount] || biasCount != width)
                return OnnxApi.Status($"{RowProduct.Operator}: an input of [{string.Join(", ", shape)}] and panels of [{string.Join(", ", packed)}] do not fit");
            shape[^1] = width;
            var rows = 1L;
            for (var i = 0; i < shape.Length - 1; i++) rows *= shape[i];
            var y = OnnxApi.Output(context, 0, shape);
            RowKernel.Run((float*)OnnxApi.Data(x), (byte*)OnnxApi.Data(panels), (float*)OnnxApi.Data(scales), (int*)OnnxApi.Data(sums), (float*)OnnxApi.Data(bias), ((CustomOp*)kernel)->Gelu, checked((int)rows), (int)depth, (int)width, (float*)y,
                (work, pieces, piece) => OnnxApi.Parallel(context, work, pieces, oneByOne: pieces <= RowKernel.Pieces, piece));
            return null;
        }
        catch (Exception e) // none may pass into native code
        {
            return OnnxApi.Status($"{RowProduct.Operator}: {e.Message}");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Destroy(void* kernel)
    {
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte* Name(CustomOp* op) => op->OwnName;

    /// <summary>Nothing: the processor.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte* Provider(CustomOp* op) => null;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int InputType(CustomOp* op, nuint index) => index switch { 1 => UInt8, 3 => Int32, _ => Float };

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nuint InputCount(CustomOp* op) => 5;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OutputType(CustomOp* op, nuint index) => Float;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nuint OutputCount(CustomOp* op) => 1;

    /// <summary>Required, in ordinary memory.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Plain(CustomOp* op, nuint index) => 0;

#pragma warning disable CS0649 // what stays null is not asked for
    /// <summary>OrtCustomOp of onnxruntime_c_api.h.</summary>
    private struct CustomOp
    {
        public uint Version;
        public void* CreateKernel;
        public delegate* unmanaged[Cdecl]<CustomOp*, byte*> GetName;
        public delegate* unmanaged[Cdecl]<CustomOp*, byte*> GetExecutionProviderType;
        public delegate* unmanaged[Cdecl]<CustomOp*, nuint, int> GetInputType;
        public delegate* unmanaged[Cdecl]<CustomOp*, nuint> GetInputTypeCount;
        public delegate* unmanaged[Cdecl]<CustomOp*, nuint, int> GetOutputType;
        public delegate* unmanaged[Cdecl]<CustomOp*, nuint> GetOutputTypeCount;
        public void* KernelCompute;
        public delegate* unmanaged[Cdecl]<void*, void> KernelDestroy;
        public delegate* unmanaged[Cdecl]<CustomOp*, nuint, int> GetInputCharacteristic;
        public delegate* unmanaged[Cdecl]<CustomOp*, nuint, int> GetOutputCharacteristic;
        public delegate* unmanaged[Cdecl]<CustomOp*, nuint, int> GetInputMemoryType;
        public void* GetVariadicInputMinArity, GetVariadicInputHomogeneity, GetVariadicOutputMinArity, GetVariadicOutputHomogeneity;
        public delegate* unmanaged[Cdecl]<CustomOp*, void*, void*, void**, void*> CreateKernelV2;
        public delegate* unmanaged[Cdecl]<void*, void*, void*> KernelComputeV2;
        public void* InferOutputShape, GetStartVersion, GetEndVersion, GetMayInplace, ReleaseMayInplace, GetAliasMap, ReleaseAliasMap;
        public byte* OwnName; // from here on ours: ONNX Runtime only keeps the address
        public bool Gelu;
    }
}
