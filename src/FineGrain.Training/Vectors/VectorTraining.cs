using FineGrain.Core.Recipes;
using FineGrain.Models.Vectors;

namespace FineGrain.Training.Vectors;

/// <summary>
/// Learns static vectors. <see cref="Steps"/> is the loop, a step being a chunk of about <see cref="ChunkTokens"/> tokens; one thread. The same recipe, corpus and seed give the same bits,
/// also when the run was stopped and resumed.
/// </summary>
public sealed class VectorTraining
{
    /// <summary>Tokens of a step where the caller does not say otherwise.</summary>
    public const int ChunkTokens = 200_000;

    private readonly VectorsRecipe recipe;
    private readonly VectorCorpus corpus;
    private readonly int seed;
    private readonly VectorCheckpoint? checkpoint;
    private readonly CbowWeights weights;
    private readonly CbowPass pass;
    private readonly (int Start, int Length)[] blocks;
    private readonly int chunks, chunkBlocks;
    private readonly TimeProvider clock;
    private VectorPosition position = new();
    private (int Epoch, int[] Order)? shuffled;

    /// <summary>Prepares the run and, where a checkpoint stands, resumes it.</summary>
    /// <param name="recipe">Width, window, epochs and so on.</param>
    /// <param name="corpus">The texts.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="checkpointPath">Where a stopped run leaves its state; null keeps none.</param>
    /// <param name="identity">What else decides the numbers: a checkpoint with another identity is refused.</param>
    /// <param name="clock">For the speed in the reports.</param>
    /// <param name="chunkTokens">Tokens of a step; a stopped run must go on with the same number.</param>
    /// <exception cref="Core.InputException">There is nothing to learn from, or the checkpoint belongs to another run.</exception>
    public VectorTraining(VectorsRecipe recipe, VectorCorpus corpus, int seed, string? checkpointPath = null, string identity = "", TimeProvider? clock = null, int chunkTokens = ChunkTokens)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(corpus);
        (this.recipe, this.corpus, this.seed, this.clock) = (recipe, corpus, seed, clock ?? TimeProvider.System);
        var counts = corpus.Counts();
        blocks = [.. Core.Stretches.Cut(corpus.Starts, CbowPass.MostTokens)];
        if (blocks.Length == 0 || counts.Count(c => c > 0) < 2) throw new Core.InputException("sources", "the texts have no two different tokens side by side; there is nothing to learn. Check the paths and 'text'.");
        weights = new(recipe, corpus.Tokens, counts, seed);
        pass = new(recipe, weights, new(counts, recipe.Subsample));
        chunks = (int)Math.Clamp(blocks.Sum(b => (long)b.Length) / chunkTokens, 1, blocks.Length);
        chunkBlocks = (blocks.Length + chunks - 1) / chunks;
        chunks = (blocks.Length + chunkBlocks - 1) / chunkBlocks;
        checkpoint = checkpointPath is null ? null : new(checkpointPath, $"{identity} {seed} {chunkTokens} {recipe}");
        if (checkpoint?.Read(weights) is { } found) position = found;
        ResumedFrom = position.Step;
    }

    /// <summary>Steps of the whole run.</summary>
    public int TotalSteps => checked(chunks * recipe.Epochs);

    /// <summary>Steps that were done before this process took up the run; 0 for a fresh one.</summary>
    public int ResumedFrom { get; }

    /// <summary>Why the sequence ended.</summary>
    public RunEnd End { get; private set; } = RunEnd.Running;

    /// <summary>Mean loss of a prediction over the last epoch so far.</summary>
    public double Loss => position.Predictions == 0 ? 0 : position.LossSum / position.Predictions;

    /// <summary>The loop. A cancelled run writes a checkpoint before the next step and ends its sequence; the end of an epoch writes one too.</summary>
    /// <exception cref="Core.InputException">A checkpoint cannot be written (the last good one stays).</exception>
    public IEnumerable<StepReport> Steps(CancellationToken cancel = default)
    {
        End = RunEnd.Running;
        while (position.Step < TotalSteps)
        {
            if (cancel.IsCancellationRequested)
            {
                checkpoint?.Write(weights, position);
                End = RunEnd.Cancelled;
                yield break;
            }
            var report = Step();
            var written = checkpoint is not null && position.Step % chunks == 0 && position.Step < TotalSteps;
            if (written) checkpoint!.Write(weights, position);
            yield return report with { CheckpointWritten = written };
        }
        End = RunEnd.Completed;
    }

    /// <summary>The vectors as they are now.</summary>
    public StaticVectors Vectors() => weights.ToVectors(corpus.Tokens, corpus.Lowercase);

    private StepReport Step()
    {
        var start = clock.GetTimestamp();
        var (epoch, chunk) = (position.Step / chunks, position.Step % chunks);
        var order = Order(epoch);
        var random = new RandomWords(seed, epoch, chunk);
        var (from, to) = (chunk * chunkBlocks, Math.Min(blocks.Length, (chunk + 1) * chunkBlocks));
        var tokens = 0;
        var rate = 0f;
        pass.Reset();
        for (var i = from; i < to; i++)
        {
            rate = RateAt(((long)epoch * blocks.Length) + i);
            var (at, length) = blocks[order[i]];
            pass.Learn(corpus.Ids.AsSpan(at, length), rate, ref random);
            tokens += length;
        }
        if (!double.IsFinite(pass.Loss)) throw new Core.InputException("vectors", $"step {position.Step + 1}: loss {pass.Loss}: training diverged. Lower 'vectors.learning_rate' (now {recipe.LearningRate}).");
        position = chunk == 0
            ? new() { Step = position.Step + 1, LossSum = pass.Loss, Predictions = pass.Predictions }
            : new() { Step = position.Step + 1, LossSum = position.LossSum + pass.Loss, Predictions = position.Predictions + pass.Predictions };
        return new()
        {
            Step = position.Step, TotalSteps = TotalSteps, Epoch = epoch + 1, Loss = pass.Loss / Math.Max(1, pass.Predictions), LearningRate = rate, GradientNorm = 0,
            Rows = to - from, Tokens = tokens, Seconds = clock.GetElapsedTime(start).TotalSeconds,
        };
    }

    private float RateAt(long block) => (float)(recipe.LearningRate * (1 - ((double)block / ((long)recipe.Epochs * blocks.Length))));

    private int[] Order(int epoch)
    {
        if (shuffled is { } known && known.Epoch == epoch) return known.Order;
        int[] order = [.. Enumerable.Range(0, blocks.Length)];
        var random = new RandomWords(seed, epoch, -1);
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        shuffled = (epoch, order);
        return order;
    }
}
