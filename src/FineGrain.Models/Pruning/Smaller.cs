using System.Text.Json.Nodes;
using FineGrain.Core;
using FineGrain.Models.Pooling;
using static TorchSharp.torch;

namespace FineGrain.Models.Pruning;

/// <summary>Makes really smaller networks: the matrices lose rows and columns, the files and the graph shrink with them.</summary>
public static class Smaller
{
    /// <summary>The network without the given units; what is left computes as before.</summary>
    /// <param name="model">A network; stays as it is.</param>
    /// <param name="removed">Positions of the units that leave, by group of <see cref="PruneGroups.Of"/>; all groups of a kind in one network lose the same share.</param>
    /// <param name="seed">Seed of dropout, should the smaller network be trained on.</param>
    /// <returns>A model in evaluation mode, owned by the caller.</returns>
    /// <exception cref="InputException">A group would lose every unit.</exception>
    public static TextModel Without(TextModel model, IReadOnlyDictionary<PruneGroup, IReadOnlySet<int>> removed, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(removed);
        foreach (var (group, units) in removed)
            if (units.Count >= group.Units.Count) throw new InputException("--prune", $"{group.Kind} of {group.Place} would lose all of its {group.Units.Count}; at least one must stay.");
        var plain = PruneGroups.Plain(model);
        var config = PruneGroups.Describe(plain, removed.ToDictionary(g => g.Key, g => g.Key.Units.Count - g.Value.Count));
        var gone = removed.SelectMany(g => g.Value.SelectMany(unit => g.Key.Units[unit].Weights))
            .GroupBy(s => (s.Parameter, s.Dimension)).ToDictionary(g => g.Key, g => g.SelectMany(s => Indices(s)).ToHashSet());
        var layers = removed.Where(g => g.Key.Kind == "layers").ToDictionary(g => $"{g.Key.Place}.layer.", g => (int[])[.. Enumerable.Range(0, g.Key.Units.Count).Where(l => !g.Value.Contains(l))]);
        return Filled(plain, config, seed, name => OldName(name, layers), (name, values) =>
        {
            var rows = values.shape[0];
            for (var dimension = 0; dimension < values.dim(); dimension++)
                if (gone.TryGetValue((name, dimension), out var indices)) values = values.index_select(dimension, Kept(values.shape[dimension], indices));
            // Its scores are divided by the root of its width, which is smaller now.
            return name.EndsWith(TargetPool.QueryName, StringComparison.Ordinal) ? values * MathF.Sqrt((float)values.shape[0] / rows) : values;
        });
    }

    /// <summary>The network with a smaller vocabulary: row i of each token table is row <paramref name="kept"/>[i] of the old one.</summary>
    /// <param name="model">A network; stays as it is.</param>
    /// <param name="kept">Old ids in the order of the new ones.</param>
    /// <param name="paddingId">New id of the padding token.</param>
    /// <param name="seed">Seed of dropout, should the smaller network be trained on.</param>
    /// <returns>A model in evaluation mode, owned by the caller.</returns>
    public static TextModel WithVocabulary(TextModel model, IReadOnlyList<int> kept, int paddingId, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(kept);
        var plain = PruneGroups.Plain(model);
        var config = plain.Describe();
        Rename(config);
        var tables = plain.EmbeddingNames.ToHashSet(StringComparer.Ordinal);
        return Filled(plain, config, seed, name => name, (name, values) => tables.Contains(name) ? values.index_select(0, tensor([.. kept.Select(id => (long)id)])) : values);

        void Rename(JsonObject network)
        {
            if (network.ContainsKey("vocab_size")) (network["vocab_size"], network["pad_token_id"]) = (kept.Count, paddingId);
            foreach (var member in network["members"]?.AsArray() ?? []) Rename(member!.AsObject());
        }
    }

    private static TextModel Filled(TextModel old, JsonObject description, int seed, Func<string, string> oldName, Func<string, Tensor, Tensor> cut)
    {
        var config = ModelFiles.Header(old);
        foreach (var (key, value) in description) config[key] = value?.DeepClone();
        var model = ModelFactory.Empty(config, seed);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var source = old.named_parameters().ToDictionary(p => p.name, p => p.parameter, StringComparer.Ordinal);
        foreach (var (name, parameter) in model.named_parameters()) parameter.copy_(cut(oldName(name), source[oldName(name)]));
        model.eval();
        return model;
    }

    /// <summary>The parameter that the layers before it, now fewer, have moved.</summary>
    private static string OldName(string name, Dictionary<string, int[]> layers)
    {
        foreach (var (place, kept) in layers)
        {
            if (!name.StartsWith(place, StringComparison.Ordinal)) continue;
            var end = name.IndexOf('.', place.Length);
            return $"{place}{kept[int.Parse(name.AsSpan(place.Length, end - place.Length), System.Globalization.CultureInfo.InvariantCulture)]}{name[end..]}";
        }
        return name;
    }

    private static IEnumerable<long> Indices(UnitSlice slice)
    {
        for (var i = 0; i < slice.Length; i++) yield return slice.Start + i;
    }

    private static Tensor Kept(long size, HashSet<long> removed)
    {
        var kept = new List<long>();
        for (long i = 0; i < size; i++)
            if (!removed.Contains(i)) kept.Add(i);
        return tensor([.. kept]);
    }
}
