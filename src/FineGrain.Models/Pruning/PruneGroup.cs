namespace FineGrain.Models.Pruning;

/// <summary>Units of one kind at one place of a network; all groups of a kind lose the same number, so that one figure in config.json describes them.</summary>
/// <param name="Kind">layers, heads, inner, filters, hidden or width.</param>
/// <param name="Place">Where in the network, e.g. <c>encoder.layer.0</c>.</param>
/// <param name="Units">The units in their order.</param>
public sealed record PruneGroup(string Kind, string Place, IReadOnlyList<PruneUnit> Units)
{
    /// <summary>Every kind and what it means.</summary>
    public static IReadOnlyDictionary<string, string> Kinds { get; } = new OrderedDictionary<string, string>
    {
        ["layers"] = "encoder layers of a transformer",
        ["heads"] = "attention heads of each layer",
        ["inner"] = "inner units of each feed-forward block",
        ["filters"] = "filters of each window of a cnn",
        ["hidden"] = "hidden units of an rnn or mlp",
        ["width"] = "embedding columns of a cnn, rnn or mlp",
    };
}
