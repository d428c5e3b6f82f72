using System.IO.Compression;

namespace FineGrain.Tokenization.Bench;

/// <summary>Real texts of the data folder, one a line.</summary>
internal static class Texts
{
    public static string[] English(string data) =>
        [.. Lines(data, "sst/sst5-train.txt").Select(l => l[(l.IndexOf(' ', StringComparison.Ordinal) + 1)..]), .. Lines(data, "mr/rt-polarity.pos"), .. Lines(data, "mr/rt-polarity.neg")];

    public static string[] Chinese(string data) => [.. Lines(data, "chnsenticorp/train.tsv").Skip(1).Select(l => l[(l.IndexOf('\t', StringComparison.Ordinal) + 1)..])];

    /// <summary>Lines of a file whose name begins so, plain or gzip.</summary>
    private static IEnumerable<string> Lines(string data, string name)
    {
        var folder = Path.Combine(data, Path.GetDirectoryName(name)!);
        var path = Directory.GetFiles(folder, Path.GetFileName(name) + "*").Order(StringComparer.Ordinal).FirstOrDefault()
            ?? throw new FileNotFoundException($"{name} is not in {data}");
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0) yield return line;
    }
}
