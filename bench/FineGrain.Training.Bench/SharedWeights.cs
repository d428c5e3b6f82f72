using static TorchSharp.torch;

namespace FineGrain.Training.Bench;

/// <summary>First weights of our model in the order of the peers' parameters, so that all contestants begin alike. Our token types are added to the peers' positions.</summary>
internal static class SharedWeights
{
    /// <summary>Copies of our parameters under the names of <see cref="StockEncoder"/>, in the order of pytorch_step.py.</summary>
    public static List<(string Name, Tensor Value)> Of(nn.Module model, BenchModel shape)
    {
        var ours = model.named_parameters().ToDictionary(p => p.name, p => p.parameter.detach().clone());
        if (ours.Remove("embeddings.token_type_embeddings.weight", out var types)) ours["embeddings.position_embeddings.weight"].add_(types[0]);
        List<(string Name, Tensor Value)> shared = [];
        void Take(string peer, string own) => shared.Add((peer, ours.Remove(own, out var value) ? value : throw new InvalidOperationException($"our model has no '{own}'")));
        void Pair(string peer, string own) { Take($"{peer}.weight", $"{own}.weight"); Take($"{peer}.bias", $"{own}.bias"); }
        Take("words.weight", "embeddings.word_embeddings.weight");
        Take("positions.weight", "embeddings.position_embeddings.weight");
        Pair("norm", "embeddings.LayerNorm");
        for (var i = 0; i < shape.Layers; i++)
        {
            var (peer, own) = ($"layers.{i}", $"encoder.layer.{i}");
            foreach (var part in (string[])["query", "key", "value"]) Pair($"{peer}.{part}", $"{own}.attention.self.{part}");
            Pair($"{peer}.output", $"{own}.attention.output.dense");
            Pair($"{peer}.inner", $"{own}.intermediate.dense");
            Pair($"{peer}.outer", $"{own}.output.dense");
            Pair($"{peer}.norm1", $"{own}.attention.output.LayerNorm");
            Pair($"{peer}.norm2", $"{own}.output.LayerNorm");
        }
        Pair("head", "classifier");
        return ours.Count == 0 ? shared : throw new InvalidOperationException($"the peers lack {string.Join(", ", ours.Keys)}");
    }
}
