using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace FineGrain.Inference.Kernels;

/// <summary>
/// The functions of ONNX Runtime's C interface that an operator of ours needs and its C# package does not offer. The interface is one table of function pointers that only ever grows at its
/// end, so a place in it holds for every later version; a test compares the places with the package's own table.
/// </summary>
internal static unsafe partial class OnnxApi
{
    /// <summary>The version of the interface that is asked for: the first with all of these functions.</summary>
    public const uint Version = 17;

    private const int Failed = 1; // ORT_FAIL
    private static readonly void** Table = Open();

    /// <summary>Places of the functions in the table, by their names in onnxruntime_c_api.h.</summary>
    internal enum Place
    {
        CreateStatus = 0,
        GetErrorMessage = 2,
        CreateCustomOpDomain = 26,
        CustomOpDomain_Add = 27,
        AddCustomOpDomain = 28,
        GetTensorMutableData = 51,
        GetDimensionsCount = 61,
        GetDimensions = 62,
        GetTensorTypeAndShape = 65,
        KernelContext_GetInput = 90,
        KernelContext_GetOutput = 91,
        ReleaseStatus = 93,
        ReleaseTensorTypeAndShapeInfo = 99,
        KernelContext_ParallelFor = 274,
    }

    /// <summary>A domain with its operators, for as long as the process lives.</summary>
    /// <param name="name">Name of the domain.</param>
    /// <param name="operators">Addresses of the operators; they and everything that they point to stay where they are.</param>
    public static void* Domain(string name, params ReadOnlySpan<nint> operators)
    {
        void* domain;
        Check(((delegate* unmanaged[Cdecl]<byte*, void**, void*>)Function(Place.CreateCustomOpDomain))((byte*)Marshal.StringToCoTaskMemUTF8(name), &domain));
        foreach (var op in operators) Check(((delegate* unmanaged[Cdecl]<void*, void*, void*>)Function(Place.CustomOpDomain_Add))(domain, (void*)op));
        return domain;
    }

    /// <summary>Lets sessions that are opened with these options find the operators of a domain.</summary>
    public static void Register(SessionOptions options, void* domain) =>
        Check(((delegate* unmanaged[Cdecl]<void*, void*, void*>)Function(Place.AddCustomOpDomain))((void*)options.DangerousGetHandle(), domain));

    /// <summary>A tensor that a running operator reads.</summary>
    public static void* Input(void* context, int index)
    {
        void* value;
        Check(((delegate* unmanaged[Cdecl]<void*, nuint, void**, void*>)Function(Place.KernelContext_GetInput))(context, (nuint)index, &value));
        return value;
    }

    /// <summary>The data of the tensor that a running operator writes, made with this shape.</summary>
    public static void* Output(void* context, int index, ReadOnlySpan<long> shape)
    {
        void* value;
        fixed (long* dims = shape) Check(((delegate* unmanaged[Cdecl]<void*, nuint, long*, nuint, void**, void*>)Function(Place.KernelContext_GetOutput))(context, (nuint)index, dims, (nuint)shape.Length, &value));
        return Data(value);
    }

    /// <summary>Where the data of a tensor lie.</summary>
    public static void* Data(void* value)
    {
        void* data;
        Check(((delegate* unmanaged[Cdecl]<void*, void**, void*>)Function(Place.GetTensorMutableData))(value, &data));
        return data;
    }

    /// <summary>The shape of a tensor.</summary>
    public static long[] Shape(void* value)
    {
        void* info;
        Check(((delegate* unmanaged[Cdecl]<void*, void**, void*>)Function(Place.GetTensorTypeAndShape))(value, &info));
        try
        {
            nuint count;
            Check(((delegate* unmanaged[Cdecl]<void*, nuint*, void*>)Function(Place.GetDimensionsCount))(info, &count));
            var shape = new long[(int)count];
            fixed (long* dims = shape) Check(((delegate* unmanaged[Cdecl]<void*, long*, nuint, void*>)Function(Place.GetDimensions))(info, dims, count));
            return shape;
        }
        finally
        {
            ((delegate* unmanaged[Cdecl]<void*, void>)Function(Place.ReleaseTensorTypeAndShapeInfo))(info);
        }
    }

    /// <summary>Rows of a shape: the product of all dimensions but the last.</summary>
    public static int Rows(ReadOnlySpan<long> shape)
    {
        var rows = 1L;
        foreach (var dim in shape[..^1]) rows *= dim;
        return checked((int)rows);
    }

    /// <summary>Runs pieces of work on the threads of the session, handed out one by one, so that no thread waits long for another, or in equal shares.</summary>
    public static void Parallel(void* context, void* work, int count, bool oneByOne, delegate* unmanaged[Cdecl]<void*, nuint, void> piece)
    {
        if (count > 0) Check(((delegate* unmanaged[Cdecl]<void*, delegate* unmanaged[Cdecl]<void*, nuint, void>, nuint, nuint, void*, void*>)Function(Place.KernelContext_ParallelFor))(context, piece, (nuint)count, oneByOne ? (nuint)count : 0, work));
    }

    /// <summary>What an operator returns that failed.</summary>
    public static void* Status(string message)
    {
        var text = Marshal.StringToCoTaskMemUTF8(message);
        try
        {
            return ((delegate* unmanaged[Cdecl]<int, byte*, void*>)Function(Place.CreateStatus))(Failed, (byte*)text);
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
        }
    }

    private static void* Function(Place place) => Table[(int)place];

    private static void Check(void* status)
    {
        if (status == null) return;
        var message = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged[Cdecl]<void*, byte*>)Function(Place.GetErrorMessage))(status));
        ((delegate* unmanaged[Cdecl]<void*, void>)Function(Place.ReleaseStatus))(status);
        throw new InvalidOperationException($"ONNX Runtime: {message}");
    }

    private static void** Open()
    {
        var table = ((delegate* unmanaged[Cdecl]<uint, void**>)OrtGetApiBase()[0])(Version);
        return table != null ? table : throw new PlatformNotSupportedException($"this ONNX Runtime has no interface of version {Version}; use the version that the package asks for");
    }

    // { GetApi, GetVersionString }
    [LibraryImport("onnxruntime")]
    private static partial void** OrtGetApiBase();
}
