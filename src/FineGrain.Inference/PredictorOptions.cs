namespace FineGrain.Inference;

/// <summary>How a predictor runs; but for <see cref="AbstainBelow"/> and <see cref="Coverage"/> none of it changes an answer by more than rounding.</summary>
public sealed record PredictorOptions
{
    /// <summary>Threads of one run of the network; 0 takes the physical cores that this process may use.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// Whether idle threads of ONNX Runtime spin for their next piece of work. Quicker where the predictor has the cores to itself;
    /// turn it off where several predictors, or a training run, share them.
    /// </summary>
    public bool Spinning { get; init; } = true;

    /// <summary>
    /// Whether the batches of a stream of some dozens of texts or more run side by side, one thread each, instead of one behind the other on all threads: about 1.4 times the throughput. From
    /// the first such stream on a second session is open, on the same weights. Nothing changes for single answers, or with one thread.
    /// </summary>
    public bool SideBySide { get; init; } = true;

    /// <summary>How far ONNX Runtime rewrites the graph when it is opened.</summary>
    public GraphOptimization Optimization { get; init; } = GraphOptimization.All;

    /// <summary>Largest rows × padded length of one run. Small runs stay in the processor's cache and waste less on padding; 1,024 is where throughput levels off on CPU; batches that run side by side have 384 tokens at most.</summary>
    public int TokenBudget { get; init; } = 1024;

    /// <summary>Examples read ahead, sorted by length and answered together; the most that is in memory. The first windows are smaller, so that answers start early.</summary>
    public int Window { get; init; } = 2048;

    /// <summary>The network's file in the model folder; null takes the one that the manifest records: a quantized one where there is one, else <c>model.onnx</c>.</summary>
    public string? ModelFile { get; init; }

    /// <summary>Give no label where the best probability is below this; null takes what the model folder says, 0 answers everything.</summary>
    public double? AbstainBelow { get; init; }

    /// <summary>Also give the conformal label set that has the gold label with this probability; null gives none. Between 0 and 1, both excluded.</summary>
    public double? Coverage { get; init; }

    /// <summary>What is checked on opening.</summary>
    public Verification Verification { get; init; } = Verification.Everything;
}

/// <summary>How far ONNX Runtime rewrites a graph.</summary>
public enum GraphOptimization
{
    /// <summary>Not at all: the graph as it was written.</summary>
    None,

    /// <summary>Constants are folded and idle nodes removed.</summary>
    Basic,

    /// <summary>Operators are fused too.</summary>
    Extended,

    /// <summary>Layouts are fitted to this processor too.</summary>
    All,
}

/// <summary>What opening a model folder checks.</summary>
public enum Verification
{
    /// <summary>Only that the files which are needed can be read.</summary>
    None,

    /// <summary>The SHA-256 of the files that prediction reads, and the shortest self-test vector.</summary>
    UsedFiles,

    /// <summary>The SHA-256 of every file, and the shortest self-test vector.</summary>
    Everything,
}
