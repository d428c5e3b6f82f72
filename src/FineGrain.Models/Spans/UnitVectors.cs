using FineGrain.Models.Emission;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using TorchSharp.Utils;
using static TorchSharp.torch;
using Dropout = FineGrain.Models.Layers.Dropout;

namespace FineGrain.Models.Spans;

/// <summary>What an encoder reads of each unit beside its tokens: its characters and its hashed features, side by side, laid on the unit's tokens.</summary>
public sealed class UnitVectors : nn.Module
{
    [ComponentName(Name = "characters")] private readonly CharacterEncoder? characters;
    [ComponentName(Name = "features")] private readonly FeatureTable? features;
    private readonly Dropout dropout;

    private UnitVectors(SpanShape shape, double rate, Initializer initial, DropoutStream random) : base(nameof(UnitVectors))
    {
        if (shape.CharacterIds > 0)
            characters = new(shape.CharacterIds, shape.Characters.Width, shape.Characters.Window, shape.Characters.Filters, shape.Characters.Dropout, initial, random);
        if (shape.FeatureWidth > 0) features = FeatureTable.Embedded(shape.Buckets, shape.FeatureWidth, shape.Features, initial, shape.FeatureDropout, random);
        Width = (characters?.Width ?? 0) + shape.FeatureWidth;
        dropout = new(rate, random);
        RegisterComponents();
    }

    /// <summary>The vectors that a shape asks for, or null for none.</summary>
    internal static UnitVectors? Of(SpanShape? shape, double rate, Initializer initial, DropoutStream random) =>
        shape is { CharacterIds: > 0 } or { FeatureWidth: > 0 } ? new(shape, rate, initial, random) : null;

    /// <summary>Width of a vector.</summary>
    public int Width { get; }

    /// <summary>The parameter below this module that a batch touches only in the rows of its features; null without.</summary>
    public string? TableName => features is null ? null : $"features.{FeatureTable.TableName}";

    /// <summary>Vectors of the tokens.</summary>
    /// <param name="units">The units.</param>
    /// <returns>Float32 [B, T, <see cref="Width"/>]; 0 for a token without a unit.</returns>
    public Tensor forward(UnitInput units)
    {
        ArgumentNullException.ThrowIfNull(units);
        using var scope = NewDisposeScope();
        var parts = new List<Tensor>(2);
        if (characters is not null) parts.Add(characters.forward(units.CharIds ?? throw new ArgumentException("this model reads characters", nameof(units))));
        if (features is not null) parts.Add(features.forward(units.FeatureIds ?? throw new ArgumentException("this model reads features", nameof(units))));
        var vectors = dropout.forward(parts.Count == 1 ? parts[0] : cat(parts, -1)); // (B, U, D)
        if (units.AreTokens) return vectors.MoveToOuterDisposeScope();
        var index = units.OfTokens.clamp_min(0).unsqueeze(-1).expand(-1, -1, Width); // (B, T, D)
        return (vectors.gather(1, index) * units.OfTokens.ge(0).unsqueeze(-1).to(ScalarType.Float32)).MoveToOuterDisposeScope();
    }

    /// <summary>The same in ONNX.</summary>
    internal OnnxValue Emit(GraphEmitter emitter)
    {
        var graph = emitter.Graph;
        OnnxValue[] parts = [.. new[] { characters?.Emit(emitter), features?.Emit(emitter) }.OfType<OnnxValue>()];
        var vectors = parts.Length == 1 ? parts[0] : graph.Concat(-1, parts);
        var none = graph.Cast(graph.Node("Less", [emitter.TokenUnits, graph.Scalar(0L)]), OnnxType.Float); // (B, T)
        var index = graph.Node("Max", [emitter.TokenUnits, graph.Scalar(0L)]);
        return graph.Mul(graph.Node("GatherND", [vectors, graph.Unsqueeze(index, -1)], ("batch_dims", 1L)), graph.Unsqueeze(graph.Sub(graph.Scalar(1f), none), -1));
    }
}
