using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FineGrain.Core;

namespace FineGrain.Models.Native;

/// <summary>
/// Makes TorchSharp's native library loadable on systems whose libstdc++ is older than GCC 13's (Debian 12, Ubuntu 22.04).
/// <para><c>libLibTorchSharp.so</c> 0.107.0 asks for <c>GLIBCXX_3.4.32</c>; the one symbol behind it, <c>std::ios_base_library_init()</c>, is a reference
/// that is never called. Where the host lacks it, a copy of the library with that need marked weak is kept in the cache folder and loaded from
/// there, before TorchSharp looks for its own. Where the host has it, no file is touched. Once loaded, its scalars are guarded (<see cref="ScalarGuard"/>).</para>
/// </summary>
public static class Libtorch
{
    private const string MissingVersion = "GLIBCXX_3.4.32", MissingSymbol = "_ZSt21ios_base_library_initv";
    private static readonly Lazy<string> Outcome = new(LoadOnce);

    /// <summary>Loads libtorch unless that has been done; safe to call often and from any thread.</summary>
    /// <returns>One sentence on what was loaded, for <c>finegrain doctor</c>.</returns>
    /// <exception cref="InputException">The native libraries are missing or the host cannot load them.</exception>
    public static string Load() => Outcome.Value;

    /// <summary>Runs when this assembly is first used, so that no caller can forget it.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "TorchSharp copies 475 MB when its first load fails; only code that runs before any torch call can prevent that.")]
    internal static void LoadBeforeFirstUse()
    {
        if (OperatingSystem.IsLinux() && NativeFolder() is not null) Load();
    }

    private static string LoadOnce()
    {
        if (!OperatingSystem.IsLinux()) return "libtorch as shipped";
        var folder = NativeFolder() ?? throw new InputException(AppContext.BaseDirectory,
            "libLibTorchSharp.so and libtorch_cpu.so are not beside the program. Publish with them to train here; prediction does not need them.");
        var shipped = Path.Combine(folder, "libLibTorchSharp.so");
        var asShipped = HostHasSymbol();
        var library = asShipped ? shipped : WeakenedCopy(shipped);
        try
        {
            // libtorch first: the copy finds its needs by name among what is already loaded.
            foreach (var name in (string[])["libc10.so", "libtorch_cpu.so", "libtorch.so"]) NativeLibrary.Load(Path.Combine(folder, name));
            ScalarGuard.Guard(NativeLibrary.Load(library));
        }
        catch (DllNotFoundException e)
        {
            throw new InputException(shipped, $"cannot be loaded: {e.Message} Run 'finegrain doctor' to see what this machine lacks.", e);
        }
        return (asShipped ? $"libtorch as shipped in {folder}" : $"libtorch in {folder}, with {library} (this system's libstdc++ has no {MissingVersion})")
            + (ScalarGuard.Active ? "" : "; its scalars are not guarded against the garbage collector (see docs/design.md)");
    }

    private static string? NativeFolder() => new[] { "", Path.Combine("runtimes", "linux-x64", "native") }
        .Select(relative => Path.Combine(AppContext.BaseDirectory, relative))
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "libLibTorchSharp.so")) && File.Exists(Path.Combine(folder, "libtorch_cpu.so")));

    private static bool HostHasSymbol() =>
        NativeLibrary.TryLoad("libstdc++.so.6", out var library) && NativeLibrary.TryGetExport(library, MissingSymbol, out _);

    private static string WeakenedCopy(string shipped)
    {
        var bytes = File.ReadAllBytes(shipped);
        var path = Path.Combine(CacheFolder.Find(), "native", Convert.ToHexStringLower(SHA256.HashData(bytes))[..16], "libLibTorchSharp.so");
        if (!File.Exists(path))
        {
            ElfVersionNeed.MakeWeak(bytes, MissingVersion);
            FileWriting.Atomically(path, stream => stream.Write(bytes));
        }
        return path;
    }
}
