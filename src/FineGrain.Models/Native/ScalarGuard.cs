using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineGrain.Models.Native;

/// <summary>
/// Keeps native scalars alive while libtorch reads them.
/// <para>TorchSharp makes a native scalar of every plain number in a tensor expression, and of the hidden factor in <c>a + b</c>. Nothing holds the managed
/// object during the native call, so a garbage collection on any thread lets the finalizer free the scalar in the middle of it. Here the native function that
/// frees scalars is led to <see cref="Free"/>, which waits for some seconds first: the call reads its numbers within microseconds of its beginning. This covers
/// the library's own expressions and every caller, and needs neither a paused collector nor a habit of callers.</para>
/// </summary>
internal static unsafe class ScalarGuard
{
    /// <summary>Environment variable; <c>off</c> leaves the library as it is, so that a test can show what happens then.</summary>
    private const string Switch = "FINEGRAIN_SCALAR_GUARD";

    private const string FreeingFunction = "THSTorch_dispose_scalar";
    private const long Delay = 3000;

    /// <summary>A process that was stopped must not find everything aged when it goes on, so the clock of the guard moves by at most this much per call.</summary>
    private const long LongestTick = 1000;

    private static readonly Lock gate = new();
    private static readonly Queue<(nint Scalar, long At)> waiting = new();
    private static long clock, seen;

    /// <summary>Whether scalars are guarded in this process.</summary>
    public static bool Active { get; private set; }

    /// <summary>Guards the scalars of <paramref name="library"/>, a loaded <c>libLibTorchSharp.so</c>; call it once, before scalars are made.</summary>
    public static void Guard(nint library)
    {
        if (Environment.GetEnvironmentVariable(Switch) == "off") return;
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64 || !NativeLibrary.TryGetExport(library, FreeingFunction, out var function)) return;
        seen = Environment.TickCount64;
        Active = Lead(function, (nint)(delegate* unmanaged<nint, void>)&Free);
    }

    /// <summary>Writes <c>mov rax, target; jmp rax</c> over the beginning of a function. Functions start at multiples of 16, so 12 bytes never reach the next one.</summary>
    private static bool Lead(nint function, nint target)
    {
        const int length = 12, readWriteExecute = 7, readExecute = 5;
        if (function % 16 != 0 || !NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "mprotect", out var export)) return false;
        var protect = (delegate* unmanaged<nint, nuint, int, int>)export;
        var page = function & ~((nint)Environment.SystemPageSize - 1);
        var size = (nuint)(function + length - page);
        if (protect(page, size, readWriteExecute) != 0) return false; // a hardened system forbids it
        var code = (byte*)function;
        (code[0], code[1], code[10], code[11]) = (0x48, 0xB8, 0xFF, 0xE0);
        Unsafe.WriteUnaligned(code + 2, target);
        _ = protect(page, size, readExecute);
        return true;
    }

    /// <summary>
    /// Stands for the library's function, mostly on the finalizer thread. A scalar made by TorchSharp is 32 plain bytes from <c>operator new</c>, which is malloc.
    /// </summary>
    [UnmanagedCallersOnly]
    private static void Free(nint scalar)
    {
        if (scalar == 0) return;
        lock (gate)
        {
            var now = Environment.TickCount64;
            clock += Math.Min(now - seen, LongestTick);
            seen = now;
            waiting.Enqueue((scalar, clock));
            while (waiting.TryPeek(out var oldest) && clock - oldest.At >= Delay) NativeMemory.Free((void*)waiting.Dequeue().Scalar);
        }
    }
}
