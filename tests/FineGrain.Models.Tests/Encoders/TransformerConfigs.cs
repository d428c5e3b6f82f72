using FineGrain.Models.Encoders;

namespace FineGrain.Models.Tests.Encoders;

internal static class TransformerConfigs
{
    /// <summary>BERT of width 12 with 3 heads.</summary>
    public static TransformerConfig Bert { get; } = new()
    {
        VocabularySize = Sample.Vocabulary,
        Width = 12,
        EmbeddingWidth = 12,
        Layers = 2,
        Heads = 3,
        Inner = 20,
        MaxPositions = Sample.MaxLength,
        NormEpsilon = 1e-5,
    };
}
