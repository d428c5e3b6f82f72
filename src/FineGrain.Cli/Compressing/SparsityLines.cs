using System.Globalization;
using System.IO.Compression;
using FineGrain.Core;
using FineGrain.Inference;
using FineGrain.Models;
using FineGrain.Training.Pruning;

namespace FineGrain.Cli.Compressing;

/// <summary>What unstructured pruning would do to the size of the weights; for information, nothing is written.</summary>
internal static class SparsityLines
{
    public static IEnumerable<string> Of(ModelFolder source, IReadOnlyList<double> shares)
    {
        if (!File.Exists(source.PathOf("model.safetensors"))) throw new InputException(source.FolderPath, "has no model.safetensors. Name the folder in 32-bit floats.");
        var place = Directory.CreateTempSubdirectory("finegrain-sparsity-").FullName;
        try
        {
            foreach (var share in shares.Order().Prepend(0).Distinct())
            {
                using var model = ModelFactory.Load(source.FolderPath);
                var zeros = Magnitude.Zero(model, share);
                model.Save(place);
                var file = Path.Combine(place, "model.safetensors");
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"sparsity {share,5:0.00}  {zeros,12:#,0} weights are 0, file {new FileInfo(file).Length / 1e6,8:0.00} MB, compressed {Compressed(file) / 1e6,8:0.00} MB");
            }
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
        yield return "Zeros make a compressed file smaller, not the network faster: its matrices keep their shape. --prune takes rows and columns out.";
    }

    private static long Compressed(string file)
    {
        using var counted = new CountingStream();
        using (var packed = new BrotliStream(counted, CompressionLevel.Optimal, leaveOpen: true))
        using (var source = File.OpenRead(file))
            source.CopyTo(packed);
        return counted.Length;
    }

    /// <summary>Forgets what is written but its length.</summary>
    private sealed class CountingStream : MemoryStream
    {
        private long length;

        public override long Length => length;

        public override void Write(byte[] buffer, int offset, int count) => length += count;

        public override void Write(ReadOnlySpan<byte> buffer) => length += buffer.Length;
    }
}
