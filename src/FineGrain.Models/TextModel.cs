using System.Text.Json.Nodes;
using FineGrain.Models.Emission;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using static TorchSharp.torch;

namespace FineGrain.Models;

/// <summary>
/// A network from token ids to logits. Its forward pass and its ONNX graph say the same; a padded row gives what the row gives alone.
/// </summary>
public abstract class TextModel : nn.Module
{
    private protected TextModel(string name, int outputs, string target, DropoutStream dropout) : base(name) =>
        (Outputs, Target, Dropout) = (outputs, target, dropout);

    /// <summary>Logit columns.</summary>
    public int Outputs { get; }

    /// <summary>label, labels or number.</summary>
    public string Target { get; }

    /// <summary>The randomness of its dropout.</summary>
    public DropoutStream Dropout { get; }

    /// <summary>Training forwards so far: all that a checkpoint must keep of the model's random state.</summary>
    public long DropoutCounter { get => Dropout.Step; set => Dropout.Step = value; }

    /// <summary>Whether it reads <see cref="ModelInput.TokenTypeIds"/>.</summary>
    public abstract bool UsesTokenTypes { get; }

    /// <summary>Whether it reads <see cref="ModelInput.NgramIds"/>.</summary>
    public abstract bool UsesNgrams { get; }

    /// <summary>Parameters [rows, width] of which a batch touches only the rows in <see cref="ModelInput.InputIds"/>.</summary>
    public abstract IReadOnlyList<string> EmbeddingNames { get; }

    /// <summary>Parameters [rows, width] of which a batch touches only the rows in <see cref="ModelInput.NgramIds"/>.</summary>
    public virtual IReadOnlyList<string> NgramTableNames => [];

    /// <summary>The largest number that <see cref="LayerOf"/> gives.</summary>
    public abstract int TopLayer { get; }

    /// <summary>Depth of a parameter: 0 for embeddings, 1 for the first layer, <see cref="TopLayer"/> for pooling and head.</summary>
    /// <param name="parameterName">A name of <c>named_parameters()</c>.</param>
    public abstract int LayerOf(string parameterName);

    /// <summary>Logits of each member: one tensor, or several from an ensemble, whose members learn side by side from one batch. In training each call draws new dropout.</summary>
    /// <param name="input">The batch.</param>
    /// <param name="mix">Mixup, or null.</param>
    /// <param name="trace">Takes what the network held on the way, or null; of an ensemble, what all members held.</param>
    /// <returns>Float32 [B, outputs] each, owned by the current dispose scope or the caller.</returns>
    public IReadOnlyList<Tensor> MemberLogits(ModelInput input, Mix? mix = null, Trace? trace = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (training) Dropout.Advance();
        Trace = trace;
        try
        {
            return Forward(input, mix);
        }
        finally
        {
            Trace = null;
        }
    }

    /// <summary>The combined answer: of an ensemble the mean log-probability for one label, else the mean logit.</summary>
    /// <param name="input">The batch.</param>
    /// <returns>Float32 [B, outputs].</returns>
    public Tensor Logits(ModelInput input)
    {
        using var scope = NewDisposeScope();
        return Combine(MemberLogits(input)).MoveToOuterDisposeScope();
    }

    /// <summary>Writes the model into a graph: its inputs, its operators and the output <c>logits</c>, float32 [batch, labels].</summary>
    /// <param name="graph">An empty graph.</param>
    public void Emit(GraphBuilder graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var emitter = new GraphEmitter(graph, this);
        // Inputs in this order whatever the network reads first.
        _ = (emitter.InputIds, emitter.AttentionMask, UsesTokenTypes ? emitter.TokenTypeIds : null, UsesNgrams ? emitter.NgramIds : null);
        graph.Output("logits", EmitLogits(emitter), OnnxType.Float, "batch", (long)Outputs);
    }

    /// <summary>Writes <c>config.json</c> and <c>model.safetensors</c> into a folder.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <exception cref="Core.InputException">The place cannot be written.</exception>
    public virtual void Save(string folder) => ModelFiles.Save(this, folder);

    /// <summary>Logits of each member without a step of the dropout stream.</summary>
    private protected abstract IReadOnlyList<Tensor> Forward(ModelInput input, Mix? mix);

    /// <summary>Where <see cref="Forward"/> leaves what it held on the way; null while nobody asks.</summary>
    private protected Trace? Trace { get; private set; }

    /// <summary>Calls <see cref="Forward"/> of a model inside this one.</summary>
    private protected IReadOnlyList<Tensor> ForwardOf(TextModel model, ModelInput input, Mix? mix)
    {
        model.Trace = Trace;
        try
        {
            return model.Forward(input, mix);
        }
        finally
        {
            model.Trace = null;
        }
    }

    /// <summary>One answer of several, [B, outputs] each.</summary>
    private protected virtual Tensor Combine(IReadOnlyList<Tensor> members) => members[0];

    /// <summary>The combined logits in ONNX.</summary>
    internal abstract OnnxValue EmitLogits(GraphEmitter emitter);

    /// <summary>What <c>config.json</c> says of the network, beside what all models say.</summary>
    internal abstract JsonObject Describe();
}
