using FineGrain.Models.Native;
using TorchSharp;

namespace FineGrain.Models.Tests.Native;

public sealed class LibtorchTests
{
    [Fact]
    public void Torch_computes_on_this_system()
    {
        Libtorch.Load();
        using var sum = torch.ones(3, 4).sum();
        Assert.Equal(12, sum.ToSingle());
    }

    [Fact]
    public void The_native_folder_holds_libtorch_once_and_nothing_for_python()
    {
        Libtorch.Load();
        using (torch.ones(1)) { }
        var files = Directory.GetFiles(AppContext.BaseDirectory, "libtorch*.so", SearchOption.AllDirectories).Select(Path.GetFileName).ToList();
        Assert.Single(files, "libtorch_cpu.so");
        Assert.DoesNotContain("libtorch_python.so", files);
    }

    [Fact]
    public void Only_flags_of_the_missing_version_change()
    {
        var shipped = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));
        var weakened = (byte[])shipped.Clone();
        Assert.Equal(1, ElfVersionNeed.MakeWeak(weakened, "GLIBCXX_3.4.32"));
        Assert.Equal(2, shipped.Zip(weakened).Count(pair => pair.First != pair.Second));
        Assert.Equal(0, ElfVersionNeed.MakeWeak((byte[])shipped.Clone(), "GLIBCXX_9.9.99"));
    }

    [Fact]
    public void A_file_that_is_no_library_is_refused() => Assert.Throws<InvalidDataException>(() => ElfVersionNeed.MakeWeak(new byte[100], "GLIBCXX_3.4.32"));
}
