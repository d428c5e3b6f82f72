using FineGrain.Core;
using FineGrain.Models.Safetensors;

namespace FineGrain.Models.Vectors;

/// <summary>The token table of a model of our own families, as vectors for other models to start from. Needs no libtorch.</summary>
public static class TokenTable
{
    /// <summary>Its name among the parameters: float32 [tokens, width].</summary>
    internal const string Parameter = "embeddings.word_embeddings.weight";

    /// <summary>Reads the table of a model folder.</summary>
    /// <param name="folder">The folder, with <c>model.safetensors</c>.</param>
    /// <param name="tokens">The tokens of its tokenizer by id.</param>
    /// <exception cref="InputException">The weights are missing or damaged, or the model has no table of its own: an ensemble, a pretrained checkpoint, n-grams alone.</exception>
    public static StaticVectors Read(string folder, IReadOnlyList<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var path = Path.Combine(folder, ModelFiles.WeightsName);
        using var reader = SafetensorsReader.Open(path);
        if (!reader.ByName.TryGetValue(Parameter, out var table) || table is not { Dtype: TensorDtype.F32, Shape: [_, var width] })
            throw new InputException(path, $"holds no token table '{Parameter}' (float32): only a model of family mlp, cnn, rnn or transformer has one. Name such a model folder.");
        if (table.Shape[0] != tokens.Count) throw new InputException(path, $"has {table.Shape[0]} rows for {tokens.Count} tokens. The two files belong to different models.");
        return new(tokens, (int)width, reader.ReadFloats(table), null, [], lowercase: false);
    }
}
