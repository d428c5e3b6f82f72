using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FineGrain.Models.Native;
using TorchSharp;

namespace FineGrain.Models.Tests.Native;

public sealed class ScalarGuardTests
{
    [Fact]
    public void A_scalar_that_nobody_holds_keeps_its_bytes_after_a_collection()
    {
        Libtorch.Load();
        Assert.SkipUnless(ScalarGuard.Active, "scalars are not guarded on this system");
        var (address, scalar) = Abandoned();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.False(scalar.TryGetTarget(out _));
        // c10::Scalar: a tag, 1 for whole numbers, and at byte 16 the value. The allocator writes over the tag of a freed one.
        Assert.Equal((1, 7L), (Marshal.ReadInt32(address), Marshal.ReadInt64(address + 16)));
    }

    /// <summary>A native scalar 7 whose owner can be collected when this returns.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (nint Address, WeakReference<Scalar> Scalar) Abandoned()
    {
        Scalar seven = 7;
        var handle = typeof(Scalar).GetProperty("Handle", BindingFlags.NonPublic | BindingFlags.Instance)!;
        return ((nint)handle.GetValue(seven)!, new(seven));
    }
}
