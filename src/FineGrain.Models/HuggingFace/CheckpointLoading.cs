using FineGrain.Core;
using FineGrain.Models.Families;
using FineGrain.Models.Seeding;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FineGrain.Models.HuggingFace;

/// <summary>Fills a network from a checkpoint: the encoder must be there whole; parts of the head that do not fit start anew.</summary>
internal sealed class CheckpointLoading(CheckpointFamily family, CheckpointWeights weights, TransformerModel network)
{
    private readonly List<string> taken = [], fresh = [];

    /// <summary>Fills every parameter.</summary>
    /// <param name="initial">Draws what the checkpoint lacks of the head; null makes the whole head required.</param>
    /// <exception cref="InputException">Weights are missing or have other shapes than config.json says.</exception>
    public CheckpointReport Fill(Initializer? initial)
    {
        var ownHead = family.OwnHead(network.Config);
        var missing = new List<string>();
        // A layer's weight and bias come from one source, so the head is filled layer by layer.
        foreach (var layer in network.named_parameters().GroupBy(p => p.name[..p.name.LastIndexOf('.')]))
        {
            var places = layer.Select(p => (p.name, p.parameter, theirs: family.NameOf(p.name, ownHead)))
                .Select(p => (p.name, p.parameter, p.theirs, found: family.Spellings(p.theirs).FirstOrDefault(weights.Names.Contains))).ToArray();
            var inEncoder = layer.Key.StartsWith("embeddings", StringComparison.Ordinal) || layer.Key.StartsWith("encoder", StringComparison.Ordinal);
            if (!inEncoder && initial is not null && places.Any(p => p.found is null || !weights.ShapeOf(p.found).SequenceEqual(p.parameter.shape)))
            {
                foreach (var (name, parameter, theirs, _) in places) Start(name, parameter, theirs, initial);
                continue;
            }
            foreach (var (_, parameter, theirs, found) in places)
            {
                if (found is null) missing.Add(theirs);
                else Take(found, parameter);
            }
        }
        if (missing.Count > 0)
            throw new InputException(weights.Path, $"lacks {missing.Count} {(missing.Count == 1 ? "weight" : "weights")} of model type '{family.ModelType}': " +
                $"{string.Join(", ", missing.Take(10))}{(missing.Count > 10 ? ", …" : "")}. config.json belongs to another checkpoint, or this one is incomplete; fetch it again.");
        return new(taken, fresh, [.. weights.Names.Except(taken, StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    private void Take(string name, Parameter parameter)
    {
        var shape = weights.ShapeOf(name);
        if (!shape.SequenceEqual(parameter.shape))
            throw new InputException(weights.Path, $"tensor '{name}' has shape [{string.Join(", ", shape)}]; config.json asks for [{string.Join(", ", parameter.shape)}]. " +
                "The two files belong to different checkpoints; fetch both again.");
        weights.CopyTo(name, parameter);
        taken.Add(name);
    }

    private void Start(string name, Parameter parameter, string theirs, Initializer initial)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        if (parameter.dim() < 2) parameter.zero_();
        else parameter.copy_(name.StartsWith("pooling.", StringComparison.Ordinal)
            ? initial.Glorot(parameter.shape)
            : initial.Normal(network.Config.InitialDeviation, parameter.shape));
        fresh.Add(theirs);
    }
}
