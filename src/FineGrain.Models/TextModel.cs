using System.Text.Json.Nodes;
using FineGrain.Models.Emission;
using FineGrain.Models.Losses;
using FineGrain.Models.Seeding;
using FineGrain.Models.Spans;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using static TorchSharp.torch;

namespace FineGrain.Models;

/// <summary>
/// A network from token ids to logits. Its forward pass and its ONNX graph say the same; a padded row gives what the row gives alone.
/// </summary>
public abstract class TextModel : nn.Module
{
    private protected TextModel(string name, int outputs, string target, SpanShape? spans, DropoutStream dropout) : base(name) =>
        (Outputs, Target, Spans, Dropout) = (outputs, target, spans, dropout);

    /// <summary>Logit columns.</summary>
    public int Outputs { get; }

    /// <summary>label, labels, number or spans.</summary>
    public string Target { get; }

    /// <summary>How spans are told; null for other targets.</summary>
    public SpanShape? Spans { get; }

    /// <summary>The head of each member of a model that marks spans; empty for others.</summary>
    public virtual IReadOnlyList<SpanHead> SpanHeads => [];

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

    /// <summary>The first of <see cref="EmbeddingNames"/>; there is one where a network starts from vectors or predicts tokens.</summary>
    internal TorchSharp.Modules.Parameter TokenRows => named_parameters().First(p => p.name == EmbeddingNames[0]).parameter;

    /// <summary>Parameters [rows, width] of which a batch touches only the rows in <see cref="ModelInput.NgramIds"/> or <see cref="UnitInput.FeatureIds"/>.</summary>
    public virtual IReadOnlyList<string> NgramTableNames => [];

    /// <summary>The largest number that <see cref="LayerOf"/> gives.</summary>
    public abstract int TopLayer { get; }

    /// <summary>Depth of a parameter: 0 for embeddings, 1 for the first layer, <see cref="TopLayer"/> for pooling and head.</summary>
    /// <param name="parameterName">A name of <c>named_parameters()</c>.</param>
    public abstract int LayerOf(string parameterName);

    /// <summary>Depth of a parameter of a module that trains this model with parts of its own on top: those count as <see cref="TopLayer"/>.</summary>
    /// <param name="part">What the names of this model's parameters begin with there.</param>
    /// <param name="parameterName">A name of that module's <c>named_parameters()</c>.</param>
    public int LayerWithin(string part, string parameterName)
    {
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(parameterName);
        return parameterName.StartsWith(part, StringComparison.Ordinal) ? LayerOf(parameterName[part.Length..]) : TopLayer;
    }

    /// <summary>Logits of each member: one tensor, or several from an ensemble, whose members learn side by side from one batch. In training each call draws new dropout.</summary>
    /// <param name="input">The batch.</param>
    /// <param name="mix">Mixup, or null.</param>
    /// <param name="trace">Takes what the network held on the way, or null; of an ensemble, what all members held.</param>
    /// <returns>Float32 [B, outputs] each, of spans as <see cref="SpanHead.forward"/> gives them; owned by the current dispose scope or the caller.</returns>
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
    /// <returns>Float32 [B, outputs], of spans as <see cref="SpanHead.forward"/> gives them.</returns>
    public Tensor Logits(ModelInput input)
    {
        using var scope = NewDisposeScope();
        return Combine(MemberLogits(input)).MoveToOuterDisposeScope();
    }

    /// <summary>One answer of <see cref="MemberLogits"/>.</summary>
    /// <param name="members">The logits of each member.</param>
    /// <returns>A tensor of their shape, owned by the current dispose scope or the caller.</returns>
    public Tensor Combined(IReadOnlyList<Tensor> members)
    {
        using var scope = NewDisposeScope();
        return Combine(members).MoveToOuterDisposeScope();
    }

    /// <summary>The loss of a batch, summed over the members, so that an ensemble's members learn side by side as if alone.</summary>
    /// <param name="members">As <see cref="MemberLogits"/> gives them.</param>
    /// <param name="target">What they are compared with.</param>
    /// <param name="input">The batch.</param>
    /// <param name="loss">The loss of a row, of spans that of a unit or stretch.</param>
    /// <returns>Float32 scalar.</returns>
    public Tensor LossOf(IReadOnlyList<Tensor> members, LossTarget target, ModelInput input, Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        using var scope = NewDisposeScope();
        var heads = SpanHeads;
        return members.Select((logits, i) => heads.Count > 0 ? heads[i].Loss(logits, target, input, loss) : loss.Of(logits, target)).Aggregate((a, b) => a + b).MoveToOuterDisposeScope();
    }

    /// <summary>Scores of neighbouring tags, float32 [K + 2, K]: what decoding needs beside the logits of a crf; null for other heads.</summary>
    public float[]? Transitions()
    {
        if (Spans is not { Head: "crf" }) return null;
        using var scope = NewDisposeScope();
        using var still = no_grad();
        return [.. stack([.. SpanHeads.Select(head => head.Transitions()!)], 0).mean([0]).data<float>()];
    }

    /// <summary>Writes the model into a graph: its inputs, its operators and the output <c>logits</c>, float32 [batch, labels]; of spans [batch, units, tags] with <c>transitions</c>
    /// [tags + 2, tags] beside them for a crf, or [batch, units, units, labels + 1].</summary>
    /// <param name="graph">An empty graph.</param>
    public void Emit(GraphBuilder graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var emitter = new GraphEmitter(graph, this);
        // Inputs in this order whatever the network reads first.
        _ = (emitter.InputIds, emitter.AttentionMask, UsesTokenTypes ? emitter.TokenTypeIds : null, UsesNgrams ? emitter.NgramIds : null);
        if (Spans is null)
        {
            graph.Output("logits", EmitLogits(emitter), OnnxType.Float, "batch", (long)Outputs);
            return;
        }
        _ = emitter.UnitTokens;
        var logits = EmitLogits(emitter);
        if (Spans.ScoresStretches) graph.Output("logits", logits, OnnxType.Float, "batch", "units", "units", (long)Outputs);
        else graph.Output("logits", logits, OnnxType.Float, "batch", "units", (long)Outputs);
        if (Spans.Head == "crf")
            graph.Output("transitions", graph.Mul(SpanHeads.Select(head => head.EmitTransitions(emitter)!).Aggregate(graph.Add), 1f / SpanHeads.Count), OnnxType.Float, Outputs + 2L, (long)Outputs);
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
