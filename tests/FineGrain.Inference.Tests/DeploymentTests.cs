namespace FineGrain.Inference.Tests;

/// <summary>What answering costs on disk: ONNX Runtime for this platform, and nothing of libtorch.</summary>
public sealed class DeploymentTests
{
    private static readonly string[] Files = Directory.GetFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories);

    [Fact]
    public void Answering_does_not_bring_libtorch() => Assert.DoesNotContain(Files, f => Path.GetFileName(f).Contains("torch", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void One_platform_of_onnx_runtime_is_brought() => Assert.Single(Files, f => Path.GetFileNameWithoutExtension(f) is "libonnxruntime" or "onnxruntime");
}
