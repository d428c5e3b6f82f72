namespace FineGrain.Models.Seeding;

/// <summary>
/// The randomness of all dropout layers of one model. A mask depends on (<see cref="Seed"/>, layer number, <see cref="Step"/>, call within the
/// step) and on nothing else, so a checkpoint that stores <see cref="Step"/> resumes bit for bit.
/// </summary>
/// <param name="seed">Seed of the run.</param>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1711", Justification = "a stream of random numbers, the word of the field")]
public sealed class DropoutStream(int seed)
{
    private int layers;

    /// <summary>Seed of the run.</summary>
    public int Seed { get; } = seed;

    /// <summary>Training forwards so far; set it to resume.</summary>
    public long Step { get; set; }

    /// <summary>Begins the next training forward.</summary>
    public void Advance() => Step++;

    /// <summary>The number of the next layer, in the order of construction.</summary>
    internal int NextLayer() => layers++;
}
