using FineGrain.Core;
using Microsoft.ML.OnnxRuntime;

namespace FineGrain.Inference.Sessions;

/// <summary>One network in ONNX Runtime: a batch in, logits out. Safe to call from several threads.</summary>
internal sealed class OnnxSession : IDisposable
{
    private const string LogitsName = "logits", TransitionsName = "transitions";
    private static readonly string[] Known = ["input_ids", "attention_mask", "token_type_ids", "ngram_ids", "unit_tokens", "token_units", "char_ids", "feature_ids"];
    private static readonly string[] OutputNames = [LogitsName];
    private readonly InferenceSession session;
    private readonly string[] inputs;
    private readonly string file;
    private readonly Func<SessionOptions, InferenceSession> open;
    private readonly SharedNetwork? network;
    private volatile bool disposed;

    /// <summary>Opens a network in memory.</summary>
    /// <param name="network">The bytes of an ONNX file.</param>
    /// <param name="name">Named in errors.</param>
    /// <param name="options">How to run.</param>
    /// <exception cref="InputException">ONNX Runtime cannot run it, or it has other inputs and outputs than ours.</exception>
    public OnnxSession(byte[] network, string name, PredictorOptions options) : this(name, options, settings => new(network, settings))
    {
    }

    private OnnxSession(string file, PredictorOptions options, Func<SessionOptions, InferenceSession> open, SharedNetwork? network = null)
    {
        this.file = file;
        this.open = open;
        this.network = network;
        try
        {
            using var settings = SessionSettings.From(options);
            session = open(settings);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InputException(file, $"ONNX Runtime cannot open it: {e.Message} Write the model folder anew.", e);
        }
        inputs = [.. session.InputNames];
        if (inputs.Except(Known).FirstOrDefault() is { } stranger || !inputs.Contains("input_ids") || !session.OutputNames.Contains(LogitsName))
        {
            var found = $"its inputs are {string.Join(", ", inputs)}, its outputs {string.Join(", ", session.OutputNames)}";
            session.Dispose();
            throw new InputException(file, $"is no network of FineGrain: {found}; inputs can be {string.Join(", ", Known)}, and 'logits' must be an output.");
        }
        Outputs = session.OutputMetadata[LogitsName].Dimensions is [.., > 0 and var columns] ? columns : null;
    }

    /// <summary>Opens a network.</summary>
    /// <exception cref="InputException">The file is missing, is not a network that ONNX Runtime can run, or has other inputs and outputs than ours.</exception>
    public static OnnxSession Open(string file, PredictorOptions options)
    {
        var network = new SharedNetwork(file);
        try
        {
            return new(file, options, network.Open, network);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Another session on the same weights, to be disposed before this one; null where the file is no longer what it was.</summary>
    public OnnxSession? Again(PredictorOptions options) => network is null or { Unchanged: true } ? new(file, options, open) : null;

    /// <summary>What the network remarks under a key, or null: networks of older versions remark nothing.</summary>
    public string? Remark(string key) => session.ModelMetadata.CustomMetadataMap.GetValueOrDefault(key);

    /// <summary>Name and version of the engine.</summary>
    public static string Runtime => $"ONNX Runtime {OrtEnv.Instance().GetVersionString()}";

    /// <summary>Scores of neighbouring tags that a crf adds to the logits, row-major [K + 2, K]; null for a network without.</summary>
    /// <exception cref="InputException">ONNX Runtime failed; the message is its own.</exception>
    public float[]? Transitions()
    {
        if (!session.OutputNames.Contains(TransitionsName)) return null;
        var smallest = new Batch
        {
            Rows = 1, Length = 1, InputIds = [0], AttentionMask = [1], TokenTypeIds = [0], Units = 1, TokenUnits = [0], UnitTokens = [0], UnitCounts = [1], CharIds = [0], CharLength = 1, FeatureIds = [0], FeatureCount = 1, Indices = [0], Tokens = 1,
        };
        return Run(smallest, [TransitionsName])[0];
    }

    /// <summary>Number of logits C where the graph states it.</summary>
    public int? Outputs { get; }

    /// <summary>Logits of a batch, row-major: B×C, of spans B×U×K or B×U×U×C.</summary>
    /// <exception cref="InputException">ONNX Runtime failed; the message is its own.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public float[] Logits(Batch batch, CancellationToken cancellation = default) => Run(batch, OutputNames, cancellation)[0];

    /// <summary>Float outputs of a batch by name, row-major.</summary>
    /// <exception cref="InputException">ONNX Runtime failed; the message is its own.</exception>
    /// <exception cref="ObjectDisposedException">The session was disposed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled: ONNX Runtime stops between two operators.</exception>
    public float[][] Run(Batch batch, IReadOnlyList<string> outputs, CancellationToken cancellation = default)
    {
        // ONNX Runtime itself would read freed memory.
        ObjectDisposedException.ThrowIf(disposed, typeof(Predictor));
        var tensors = new OrtValue[inputs.Length];
        try
        {
            for (var i = 0; i < inputs.Length; i++) tensors[i] = Tensor(inputs[i], batch);
            using var run = new RunOptions();
            using var stop = cancellation.UnsafeRegister(static state => ((RunOptions)state!).Terminate = true, run);
            using var results = session.Run(run, inputs, tensors, outputs);
            return [.. results.Select(r => r.GetTensorDataAsSpan<float>().ToArray())];
        }
        catch (OnnxRuntimeException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InputException(file, $"ONNX Runtime failed on a batch of {batch.Rows} × {batch.Length} tokens: {e.Message}", e);
        }
        finally
        {
            foreach (var tensor in tensors) tensor?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        disposed = true;
        session.Dispose();
        network?.Dispose();
    }

    private static OrtValue Tensor(string name, Batch batch) => name switch
    {
        "input_ids" => Tensor(batch.InputIds, batch.Rows, batch.Length),
        "attention_mask" => Tensor(batch.AttentionMask, batch.Rows, batch.Length),
        "token_type_ids" => Tensor(batch.TokenTypeIds, batch.Rows, batch.Length),
        "unit_tokens" => Tensor(batch.UnitTokens, batch.Rows, batch.Units),
        "token_units" => Tensor(batch.TokenUnits, batch.Rows, batch.Length),
        "char_ids" => OrtValue.CreateTensorValueFromMemory(batch.CharIds, [batch.Rows, batch.Units, batch.CharLength]),
        "feature_ids" => OrtValue.CreateTensorValueFromMemory(batch.FeatureIds, [batch.Rows, batch.Units, batch.FeatureCount]),
        // a batch without a single n-gram still has one column: the padding bucket
        _ => batch.NgramLength > 0 ? Tensor(batch.NgramIds, batch.Rows, batch.NgramLength) : Tensor(new long[batch.Rows], batch.Rows, 1),
    };

    private static OrtValue Tensor(long[] data, int rows, int columns) => OrtValue.CreateTensorValueFromMemory(data, [rows, columns]);
}
