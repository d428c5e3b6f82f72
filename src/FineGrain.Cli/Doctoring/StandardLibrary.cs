using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace FineGrain.Cli.Doctoring;

/// <summary>The newest symbol version of the system's C++ library; TorchSharp's native part asks for 3.4.32.</summary>
internal static class StandardLibrary
{
    private const int Wanted = 32;

    public static Finding Examine()
    {
        if (!OperatingSystem.IsLinux()) return new("libstdc++", Health.Well, "not needed on this system");
        if (Locate() is not { } path) return new("libstdc++", Health.Missing, "libstdc++.so.6 was not found", "install it: 'apt install libstdc++6' (Debian, Ubuntu), 'dnf install libstdc++' (Fedora, RHEL).");
        var newest = Newest(File.ReadAllBytes(path));
        var state = string.Create(CultureInfo.InvariantCulture, $"GLIBCXX_3.4.{newest} ({path})");
        return newest >= Wanted ? new("libstdc++", Health.Well, state)
            : newest >= 26 ? new("libstdc++", Health.Well, $"{state}, older than TorchSharp asks for; a patched copy of its library is loaded, nothing to do")
            : new("libstdc++", Health.Missing, state, "libtorch needs GLIBCXX_3.4.26: use Debian 11, Ubuntu 20.04 or newer.");
    }

    private static string? Locate()
    {
        var triplet = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
        return new[] { $"/usr/lib/{triplet}", $"/lib/{triplet}", "/usr/lib64", "/lib64", "/usr/lib", "/usr/local/lib64" }
            .Select(folder => Path.Combine(folder, "libstdc++.so.6")).FirstOrDefault(File.Exists);
    }

    /// <summary>The largest N of "GLIBCXX_3.4.N" among the library's strings.</summary>
    internal static int Newest(ReadOnlySpan<byte> library)
    {
        var newest = 0;
        var prefix = "GLIBCXX_3.4."u8;
        for (int at; (at = library.IndexOf(prefix)) >= 0;)
        {
            library = library[(at + prefix.Length)..];
            var digits = library.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits > 0 && int.TryParse(Encoding.ASCII.GetString(library[..digits]), out var minor)) newest = Math.Max(newest, minor);
        }
        return newest;
    }
}
