using FineGrain.Core;
using FineGrain.Data.Aspects;
using FineGrain.Data.Batching;
using FineGrain.Inference.Sessions;
using FineGrain.Inference.Spans;

namespace FineGrain.Inference;

/// <summary>
/// Answers examples with the network of a model folder, on ONNX Runtime alone. Safe to call from several threads at once; open one and share it.
/// </summary>
public sealed class Predictor : IDisposable
{
    private const int FirstWindow = 32, WindowGrowth = 8;

    /// <summary>
    /// Batches side by side: so many for each thread, of so many tokens, which stay in a core's cache. With fewer than the least for each, threads would be idle at the end.
    /// </summary>
    private const int BatchesPerThread = 8, LeastBatchesPerThread = 2, LeastTokens = 192, MostTokens = 384;

    private readonly OnnxSession session;
    private readonly Lazy<OnnxSession?>? lane; // the network on one thread, for batches that run side by side
    private readonly ExampleEncoder encoder;
    private readonly PredictorOptions options;
    private readonly Decoder? decoder;
    private readonly SpanDecoder? spans;

    /// <param name="folder">The folder.</param>
    /// <param name="session">The network on all threads, owned from here on.</param>
    /// <param name="encoder">Text to model input.</param>
    /// <param name="options">How to run.</param>
    internal Predictor(ModelFolder folder, OnnxSession session, ExampleEncoder encoder, PredictorOptions options)
    {
        Folder = folder;
        this.session = session;
        lane = options.SideBySide && SessionSettings.Threads(options) > 1 ? new(() => session.Again(options with { Threads = 1 })) : null;
        this.encoder = encoder;
        this.options = options;
        if (folder.Manifest.Spans is null) decoder = new(folder.Manifest, options.AbstainBelow, options.Coverage);
        else spans = new(folder.Manifest, session.Transitions(), options.AbstainBelow);
    }

    /// <summary>The folder it was opened from.</summary>
    public ModelFolder Folder { get; }

    /// <summary>What the model is and how it is used.</summary>
    public ModelManifest Manifest => Folder.Manifest;

    /// <summary>Threads of one run of the network.</summary>
    public int Threads => SessionSettings.Threads(options);

    /// <summary>Opens a model folder: proves its files, loads tokenizer and network, replays the shortest self-test vector.</summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="options">How to run; null takes the defaults.</param>
    /// <exception cref="InputException">The folder is damaged or of another kind; the message names the file.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static Predictor Open(string folder, PredictorOptions? options = null) => PredictorOpening.Open(folder, options ?? new());

    /// <summary>Answers one text, or a pair.</summary>
    /// <exception cref="InputException">The network failed, or the model judges an asked aspect.</exception>
    public Prediction Predict(string text, string? pair = null) => Predict(new Example { Id = "1", Text = text, Pair = pair });

    /// <summary>Answers one example; where the model judges asked aspects, the first of its aspects.</summary>
    /// <param name="example">The example.</param>
    /// <exception cref="InputException">The network failed, or the model judges an asked aspect and the example has none.</exception>
    public Prediction Predict(Example example) => Answer(Asked(example), CancellationToken.None);

    /// <summary>
    /// Answers examples in their order, lazily: at most <see cref="PredictorOptions.Window"/> of them are in memory, read ahead, sorted by length and run in
    /// small batches.
    /// </summary>
    /// <param name="examples">The examples; enumerated once, as far as the caller reads.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <exception cref="InputException">The source or the network failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public IEnumerable<Prediction> Predict(IEnumerable<Example> examples, CancellationToken cancellation = default)
    {
        foreach (var window in Windows(Manifest.Encoding.Aspects is not null ? AspectExamples.Asked(examples) : examples, options.Window))
        {
            var encoded = new EncodedExample?[window.Count];
            if (window.Count < FirstWindow) for (var i = 0; i < encoded.Length; i++) encoded[i] = encoder.EncodeWhole(window[i]);
            else Parallel.For(0, encoded.Length, new() { CancellationToken = cancellation }, i => encoded[i] = encoder.EncodeWhole(window[i]));
            var logits = Logits([.. encoded.OfType<EncodedExample>()], cancellation);
            for (int i = 0, next = 0; i < encoded.Length; i++)
                yield return encoded[i] is { } whole ? Decode(window[i], whole, logits[next++]) : AnswerLong(window[i], cancellation);
        }
    }

    /// <summary>Answers one text, or a pair, on a thread of the pool.</summary>
    /// <exception cref="InputException">The network failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled; a run of the network stops in its middle.</exception>
    public Task<Prediction> PredictAsync(string text, string? pair = null, CancellationToken cancellation = default) => Task.Run(() =>
    {
        var example = new Example { Id = "1", Text = text, Pair = pair };
        return Answer(Asked(example), cancellation);
    }, cancellation);

    /// <summary>
    /// Answers a stream in its order, each answer as soon as it is there: examples that come at once share batches, and none waits for one that has not come yet.
    /// </summary>
    /// <param name="examples">The examples; enumerated once, as far as the caller reads.</param>
    /// <param name="cancellation">Stops the source and the network.</param>
    /// <exception cref="InputException">The source or the network failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public IAsyncEnumerable<Prediction> PredictAsync(IAsyncEnumerable<Example> examples, CancellationToken cancellation = default) => AnswerStream.Of(this, examples, options.Window, cancellation);

    /// <summary>Text to model input, as <see cref="Predict(string, string?)"/> does it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="pair">The second text, or null.</param>
    /// <param name="aspect">The asked aspect of a model that judges aspects, or null.</param>
    public EncodedExample Encode(string text, string? pair = null, Span? aspect = null) => Manifest.Encoding.Aspects is null ? encoder.Encode(text, pair) : encoder.EncodeAspect(text, aspect);

    /// <summary>An example to model input, as <see cref="Predict(IEnumerable{Example}, CancellationToken)"/> does it: with the first of its aspects where the model asks about one.</summary>
    /// <param name="example">The example.</param>
    public EncodedExample Encode(Example example) => encoder.Encode(example);

    /// <summary>Logits of encoded examples, in their order, before temperature, of spans as <see cref="LogitRows"/> cuts them; each row equals what it would get alone, up to rounding.</summary>
    /// <param name="examples">Encoded examples; all are in memory.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <exception cref="InputException">The network failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public float[][] Logits(IReadOnlyList<EncodedExample> examples, CancellationToken cancellation = default)
    {
        var collator = Collator.For(encoder);
        var result = new float[examples.Count][];
        // Rows that are near in length share a batch. An n-gram costs one row of a table, a token a whole network: eight of them count as one.
        int[] costs = [.. examples.Select(e => e.Ids.Length + (e.NgramIds.Length / 8))];
        var (plan, network) = Plan(costs);
        var call = Telemetry.Begin(Manifest.Name, Manifest.Precision?.Name ?? "fp32", examples.Count);
        try
        {
            foreach (var rows in plan) call.Batch(rows.Length, rows.Max(r => examples[r].Ids.Length), rows.Sum(r => examples[r].Ids.Length));
            if (network != session) BatchLanes.Run(plan, Threads, Answer, cancellation);
            else foreach (var rows in plan) Answer(rows);
            call.Complete();
            return result;
        }
        finally
        {
            call.Dispose();
        }

        void Answer(int[] rows)
        {
            cancellation.ThrowIfCancellationRequested();
            var batch = collator.Collate([.. rows.Select(r => examples[r])], rows);
            var logits = LogitRows.Of(network.Logits(batch, cancellation), batch, spans?.ScoresStretches == true);
            for (var i = 0; i < rows.Length; i++) result[rows[i]] = logits[i];
        }
    }

    /// <summary>
    /// Batches, and the session that runs them. Of many batches each thread takes its own: the operators that are too small to be shared out keep no thread waiting.
    /// </summary>
    private (int[][] Batches, OnnxSession Network) Plan(int[] costs)
    {
        var least = LeastBatchesPerThread * Threads;
        if (lane is not null && costs.Length >= least)
        {
            var share = (int)Math.Clamp(costs.Sum(c => (long)c) / (BatchesPerThread * Threads), LeastTokens, MostTokens);
            var batches = BatchPlan.Sorted(costs, int.MaxValue, Math.Min(share, options.TokenBudget));
            if (batches.Length >= least && lane.Value is { } side) return (batches, side);
        }
        return (BatchPlan.Sorted(costs, int.MaxValue, options.TokenBudget), session);
    }

    /// <summary>Logits of a padded batch as it is, row-major, B×C.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="cancellation">Stops the run in its middle.</param>
    /// <exception cref="InputException">The network failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public float[] Logits(Batch batch, CancellationToken cancellation = default) => session.Logits(batch, cancellation);

    /// <summary>Replays every self-test vector of the manifest.</summary>
    /// <exception cref="InputException">A logit is farther from its expectation than the vector's tolerance.</exception>
    public void ReplaySelfTests() => SelfTestReplay.Run(this, Manifest.SelfTests);

    private Example Asked(Example example) => Manifest.Encoding.Aspects is null ? example : AspectExamples.Asked([example]).First();

    private Prediction Answer(Example example, CancellationToken cancellation) =>
        encoder.EncodeWhole(example) is { } encoded ? Decode(example, encoded, Logits([encoded], cancellation)[0]) : AnswerLong(example, cancellation);

    private Prediction AnswerLong(Example example, CancellationToken cancellation)
    {
        var text = new LongText(encoder, windows => Logits(windows, cancellation));
        return spans is not null ? text.Answer(example, spans) : decoder!.Decode(example, text.Logits(example, Manifest.Target, decoder.Categories));
    }

    /// <summary>The answer that logits say, as <see cref="Predict(IEnumerable{Example}, CancellationToken)"/> gives it.</summary>
    /// <param name="example">The example.</param>
    /// <param name="encoded">Its encoding, of which spans take the places of the units.</param>
    /// <param name="logits">Its row of <see cref="Logits(IReadOnlyList{EncodedExample}, CancellationToken)"/>.</param>
    /// <exception cref="InputException">A logit is not a finite number: the network was broken in training.</exception>
    public Prediction Decode(Example example, EncodedExample encoded, float[] logits) => spans?.Decode(example, encoded, logits) ?? decoder!.Decode(example, logits);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (lane is { IsValueCreated: true }) lane.Value?.Dispose();
        session.Dispose();
    }

    // Windows grow: the first answers of a stream come early, the rest of it fast. What is in memory already has no next example to wait for.
    private static IEnumerable<List<Example>> Windows(IEnumerable<Example> examples, int largest)
    {
        var size = Math.Min(FirstWindow, largest);
        var growth = examples.TryGetNonEnumeratedCount(out _) ? largest : WindowGrowth;
        var window = new List<Example>(size);
        foreach (var example in examples)
        {
            window.Add(example);
            if (window.Count < size) continue;
            yield return window;
            size = (int)Math.Min((long)size * growth, largest);
            window = new(size);
        }
        if (window.Count > 0) yield return window;
    }
}
