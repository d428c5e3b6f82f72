using System.Text.Json.Nodes;
using FineGrain.Models.Emission;
using FineGrain.Models.Seeding;
using FineGrain.Models.Spans;
using FineGrain.Onnx;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Models.Families;

/// <summary>
/// Several networks on the same batches. For one label the answer is the mean of their log-probabilities, the geometric mean of their
/// probabilities (a logarithmic opinion pool: Hinton 2002, section 1), else the mean of their logits.
/// </summary>
public sealed class EnsembleModel : TextModel
{
    [ComponentName(Name = "members")] private readonly ModuleList<TextModel> members;

    /// <summary>The members as one.</summary>
    /// <param name="members">At least one; all of the same outputs and target, sharing <paramref name="random"/>. The ensemble owns them.</param>
    /// <param name="random">Draws dropout.</param>
    internal EnsembleModel(IReadOnlyList<TextModel> members, DropoutStream random) : base(nameof(EnsembleModel), members[0].Outputs, members[0].Target, members[0].Spans, random)
    {
        this.members = new([.. members]);
        RegisterComponents();
    }

    /// <summary>The networks.</summary>
    internal IReadOnlyList<TextModel> Members => [.. members];

    /// <inheritdoc/>
    public override IReadOnlyList<SpanHead> SpanHeads => [.. members.SelectMany(member => member.SpanHeads)];

    /// <inheritdoc/>
    public override bool UsesTokenTypes => members.Any(member => member.UsesTokenTypes);

    /// <inheritdoc/>
    public override bool UsesNgrams => members.Any(member => member.UsesNgrams);

    /// <inheritdoc/>
    public override IReadOnlyList<string> EmbeddingNames => [.. members.SelectMany((member, i) => member.EmbeddingNames.Select(name => $"members.{i}.{name}"))];

    /// <inheritdoc/>
    public override IReadOnlyList<string> NgramTableNames => [.. members.SelectMany((member, i) => member.NgramTableNames.Select(name => $"members.{i}.{name}"))];

    /// <inheritdoc/>
    public override int TopLayer => members.Max(member => member.TopLayer);

    /// <inheritdoc/>
    public override int LayerOf(string parameterName)
    {
        ArgumentNullException.ThrowIfNull(parameterName);
        var parts = parameterName.Split('.', 3); // members, number, name in the member
        var member = members[int.Parse(parts[1], null)];
        return TopLayer - member.TopLayer + member.LayerOf(parts[2]);
    }

    private protected override IReadOnlyList<Tensor> Forward(ModelInput input, Mix? mix) => [.. members.SelectMany(member => ForwardOf(member, input, mix))];

    private protected override Tensor Combine(IReadOnlyList<Tensor> members) =>
        stack(Target switch
        {
            "label" => members.Select(logits => logits.log_softmax(-1)),
            "spans" => members.Zip(SpanHeads, (logits, head) => head.Comparable(logits)),
            _ => members,
        }, 0).mean([0]);

    internal override OnnxValue EmitLogits(GraphEmitter emitter)
    {
        var graph = emitter.Graph;
        var logits = members.Select(member => member.EmitLogits(emitter)).ToArray();
        if (Target == "label") logits = [.. logits.Select(value => graph.LogSoftmax(value))];
        if (Target == "spans") logits = [.. logits.Zip(SpanHeads, (value, head) => head.EmitComparable(emitter, value))];
        return graph.Mul(logits.Aggregate(graph.Add), 1f / logits.Length);
    }

    internal override JsonObject Describe() => new()
    {
        ["family"] = "ensemble",
        ["members"] = new JsonArray([.. members.Select(member => (JsonNode)member.Describe())]),
    };
}
