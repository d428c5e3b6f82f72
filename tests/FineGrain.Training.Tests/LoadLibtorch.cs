using System.Runtime.CompilerServices;

namespace FineGrain.Training.Tests;

internal static class LoadLibtorch
{
    /// <summary>Before any test touches TorchSharp.</summary>
    [ModuleInitializer]
    internal static void Load() => Models.Native.Libtorch.Load();
}
