using System.Text.Json.Serialization;
using FineGrain.Core;
using FineGrain.Core.Recipes;

namespace FineGrain.Models.Encoders;

/// <summary>
/// Everything that decides the shape of a transformer encoder: enough for our own and for BERT, RoBERTa, DistilBERT, ELECTRA and ALBERT.
/// The JSON keys are those of Hugging Face's config.json where it has one.
/// </summary>
public sealed record TransformerConfig
{
    /// <summary>Number of token ids.</summary>
    [JsonPropertyName("vocab_size")] public required int VocabularySize { get; init; }

    /// <summary>Width H of the hidden states.</summary>
    [JsonPropertyName("hidden_size")] public required int Width { get; init; }

    /// <summary>Width of the embedding tables; where it is not <see cref="Width"/> a projection follows (ELECTRA, ALBERT).</summary>
    [JsonPropertyName("embedding_size")] public required int EmbeddingWidth { get; init; }

    /// <summary>Encoder layers.</summary>
    [JsonPropertyName("num_hidden_layers")] public required int Layers { get; init; }

    /// <summary>Attention heads; divides <see cref="Width"/> unless <see cref="HeadSize"/> is given.</summary>
    [JsonPropertyName("num_attention_heads")] public required int Heads { get; init; }

    /// <summary>Width of a head where heads were pruned, so that together they are narrower than <see cref="Width"/>; 0 stands for their share of it.</summary>
    [JsonPropertyName("head_size")] public int HeadSize { get; init; }

    /// <summary>Width D of a head.</summary>
    [JsonIgnore] public int HeadWidth => HeadSize > 0 ? HeadSize : Width / Heads;

    /// <summary>Inner width of the feed-forward block.</summary>
    [JsonPropertyName("intermediate_size")] public required int Inner { get; init; }

    /// <summary>Rows of the position table, <see cref="PositionOffset"/> included.</summary>
    [JsonPropertyName("max_position_embeddings")] public required int MaxPositions { get; init; }

    /// <summary>Row of the first position: 0, and padding id + 1 in RoBERTa.</summary>
    [JsonPropertyName("position_offset")] public int PositionOffset { get; init; }

    /// <summary>Rows of the token type table; 0 for none (DistilBERT).</summary>
    [JsonPropertyName("type_vocab_size")] public int TokenTypes { get; init; } = 2;

    /// <summary>learned, sinusoidal, rotary or none.</summary>
    [JsonPropertyName("position_embedding_type")] public string Positions { get; init; } = "learned";

    /// <summary>post (LayerNorm after each block's sum, as BERT) or pre.</summary>
    [JsonPropertyName("norm_placement")] public string Norm { get; init; } = "post";

    /// <summary>Whether a LayerNorm follows the sum of the embeddings.</summary>
    [JsonPropertyName("embedding_norm")] public bool EmbeddingNorm { get; init; } = true;

    /// <summary>Whether all layers are one and the same (ALBERT).</summary>
    [JsonPropertyName("shared_layers")] public bool SharedLayers { get; init; }

    /// <summary>Activation of the feed-forward block, by our name.</summary>
    [JsonPropertyName("hidden_act")] public string Activation { get; init; } = "gelu";

    /// <summary>Dropout rate on embeddings and block outputs.</summary>
    [JsonPropertyName("hidden_dropout_prob")] public double Dropout { get; init; } = 0.1;

    /// <summary>Dropout rate on attention weights; above 0 the fused attention kernel cannot be used.</summary>
    [JsonPropertyName("attention_probs_dropout_prob")] public double AttentionDropout { get; init; }

    /// <summary>Dropout rate on whole token embeddings.</summary>
    [JsonPropertyName("token_dropout_prob")] public double TokenDropout { get; init; }

    /// <summary>Added to the variance in every LayerNorm; 1e-12 in BERT.</summary>
    [JsonPropertyName("layer_norm_eps")] public double NormEpsilon { get; init; } = 1e-12;

    /// <summary>Deviation of the first weights.</summary>
    [JsonPropertyName("initializer_range")] public double InitialDeviation { get; init; } = 0.02;

    /// <summary>Id of the padding token.</summary>
    [JsonPropertyName("pad_token_id")] public int PaddingId { get; init; }

    /// <summary>How token states become one vector: cls, mean, max or attention.</summary>
    [JsonPropertyName("pooling")] public string Pooling { get; init; } = "mean";

    /// <summary>Activation of a dense layer between pooling and classifier (tanh in BERT and RoBERTa, gelu in ELECTRA, relu in DistilBERT); empty for no such layer.</summary>
    [JsonPropertyName("pooler_act")] public string PoolerActivation { get; init; } = "";

    /// <summary>Dropout rate before the classifier.</summary>
    [JsonPropertyName("classifier_dropout")] public double HeadDropout { get; init; } = 0.1;

    /// <summary>The encoder of a recipe.</summary>
    /// <exception cref="InputException">The widths do not fit the heads.</exception>
    public static TransformerConfig Of(TransformerRecipe recipe, ModelShape shape)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(shape);
        if (recipe.Width % recipe.Heads != 0)
            throw new InputException("model.heads", $"{recipe.Heads} heads do not divide width {recipe.Width}. Choose a divisor of {recipe.Width}.");
        if (recipe.Positions == "rotary" && recipe.Width / recipe.Heads % 2 != 0)
            throw new InputException("model.positions", $"rotary positions need an even width per head, but {recipe.Width} / {recipe.Heads} = {recipe.Width / recipe.Heads}. Change width or heads.");
        return new()
        {
            VocabularySize = shape.VocabularySize,
            Width = recipe.Width,
            EmbeddingWidth = recipe.Width,
            Layers = recipe.Layers,
            Heads = recipe.Heads,
            Inner = recipe.Inner == 0 ? 4 * recipe.Width : recipe.Inner,
            MaxPositions = shape.MaxLength,
            Positions = recipe.Positions,
            Norm = recipe.Norm,
            Activation = recipe.Activation,
            Dropout = recipe.Dropout,
            AttentionDropout = recipe.AttentionDropout,
            TokenDropout = recipe.TokenDropout,
            PaddingId = shape.PaddingId,
            Pooling = recipe.Pooling,
            HeadDropout = recipe.HeadDropout,
        };
    }
}
