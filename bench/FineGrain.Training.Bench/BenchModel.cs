namespace FineGrain.Training.Bench;

/// <summary>Shape of an encoder of the speed table.</summary>
internal sealed record BenchModel(int Layers, int Width, int Heads, int Inner, int Threads, double AttentionDropout)
{
    public const int Vocabulary = 30_522, MaxLength = 128, Rows = 32;

    public static BenchModel Of(string name, int threads, double attentionDropout) => name switch
    {
        "4x256" => new(4, 256, 4, 1024, threads, attentionDropout),
        "6x384" => new(6, 384, 12, 1536, threads, attentionDropout),
        "2x128" => new(2, 128, 2, 512, threads, attentionDropout),
        _ => throw new ArgumentException($"--model {name}: known are 4x256, 6x384, 2x128"),
    };

    /// <summary>Multiplications and additions of the matrix products of one step (forward once, backward twice).</summary>
    public double Flops(int rows, int length) => 3.0 * 2 * rows * length * Layers * (4.0 * Width * Width + 2.0 * Width * Inner + 2.0 * length * Width);
}
