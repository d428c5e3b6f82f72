using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FineGrain.Data.Tests.Tokenization;

/// <summary>The files of tests/golden, and where the pretrained vocabularies are that the project does not hold.</summary>
internal static partial class Golden
{
    public static string Root { get; } = FindUp("FineGrain.slnx") ?? throw new InvalidOperationException("run the tests inside the repository");

    public static string Folder { get; } = Path.Combine(Root, "tests", "golden");

    /// <summary>The folder of pretrained files, or null.</summary>
    public static string? Weights
    {
        get
        {
            var data = Environment.GetEnvironmentVariable("FINEGRAIN_DATA");
            if (data is not null && Path.Combine(data, "..", "weights") is var sibling && Directory.Exists(sibling)) return sibling;
            return FindUp(Path.Combine("shared", "weights")) is { } parent ? Path.Combine(parent, "shared", "weights") : null;
        }
    }

    public static string[] Lines { get; } = [.. Unzip("lines.txt.gz").Split('\n')[..^1].Select(Unescape)];

    public static IEnumerable<string> Samples(string pattern) => Directory.GetFiles(Path.Combine(Root, "samples", "reviews"), pattern).Order(StringComparer.Ordinal)
        .SelectMany(File.ReadLines).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!);

    public static JsonElement Read(string name) => JsonDocument.Parse(Unzip($"{name}.golden.json.gz")).RootElement;

    public static uint[] Hashes(JsonElement golden, string key)
    {
        var bytes = golden.GetProperty(key).GetBytesFromBase64();
        var hashes = new uint[bytes.Length / 4];
        Buffer.BlockCopy(bytes, 0, hashes, 0, bytes.Length);
        return hashes;
    }

    /// <summary>FNV-1a over 32-bit words, as in make-golden.mjs.</summary>
    public static uint Hash(IEnumerable<int> numbers)
    {
        var h = 0x811C9DC5u;
        foreach (var n in numbers)
            for (var shift = 0; shift < 32; shift += 8) h = (h ^ ((uint)n >> shift & 255)) * 0x01000193;
        return h;
    }

    public static string Escape(string line) => string.Concat(line.Select(c => c is >= ' ' and <= '~' ? c.ToString() : $"\\u{(int)c:x4}"));

    private static string Unescape(string line) => Escapes().Replace(line, m => ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString());

    private static string Unzip(string name)
    {
        using var file = File.OpenRead(Path.Combine(Folder, name));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static string? FindUp(string name)
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.Exists(Path.Combine(folder, name))) return folder;
        return null;
    }

    [GeneratedRegex(@"\\u([0-9a-f]{4})")]
    private static partial Regex Escapes();
}
