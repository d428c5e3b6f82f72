using FineGrain.Models.Encoders;

namespace FineGrain.Models.HuggingFace;

/// <summary>
/// The supported architectures. Defaults are those that the published configuration classes take for an absent key; sources:
/// Devlin et al. 2019 (BERT), Liu et al. 2019 (RoBERTa), Sanh et al. 2019 (DistilBERT), Clark et al. 2020 (ELECTRA), Lan et al. 2020 (ALBERT).
/// </summary>
internal static class CheckpointFamilies
{
    /// <summary>Every supported architecture. XLM-RoBERTa and CamemBERT are RoBERTa with other vocabularies.</summary>
    public static IReadOnlyList<CheckpointFamily> All { get; } =
    [
        new()
        {
            ModelType = "bert", ClassName = "Bert", Prefix = "bert.", PoolerActivation = "tanh", Pooler = "bert.pooler.dense", Classifier = "classifier",
            Read = config => Usual(config, vocabulary: 30522, types: 2, epsilon: 1e-12, padding: 0),
        },
        Roberta("roberta", "Roberta"), Roberta("xlm-roberta", "XLMRoberta"), Roberta("camembert", "Camembert"),
        new()
        {
            ModelType = "distilbert", ClassName = "DistilBert", Prefix = "distilbert.", PoolerActivation = "relu", Pooler = "pre_classifier", Classifier = "classifier",
            DropoutKeys = ("dropout", "attention_dropout", "seq_classif_dropout"),
            Names =
            [
                ("encoder.layer.", "transformer.layer."),
                (".attention.self.query.", ".attention.q_lin."), (".attention.self.key.", ".attention.k_lin."), (".attention.self.value.", ".attention.v_lin."),
                (".attention.output.dense.", ".attention.out_lin."), (".attention.output.LayerNorm.", ".sa_layer_norm."),
                (".intermediate.dense.", ".ffn.lin1."), (".output.dense.", ".ffn.lin2."), (".output.LayerNorm.", ".output_layer_norm."),
            ],
            Read = Distil,
        },
        new()
        {
            ModelType = "electra", ClassName = "Electra", Prefix = "electra.", PoolerActivation = "gelu", Pooler = "classifier.dense", Classifier = "classifier.out_proj",
            Names = [("embeddings.projection.", "embeddings_project.")],
            Read = config => Usual(config, vocabulary: 30522, types: 2, epsilon: 1e-12, padding: 0) with { EmbeddingWidth = config.Whole("embedding_size", 128) },
        },
        new()
        {
            ModelType = "albert", ClassName = "Albert", Prefix = "albert.", PoolerActivation = "tanh", Pooler = "albert.pooler", Classifier = "classifier",
            DropoutKeys = ("hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout_prob"),
            Names =
            [
                ("embeddings.projection.", "encoder.embedding_hidden_mapping_in."),
                ("encoder.layer.0.", "encoder.albert_layer_groups.0.albert_layers.0."),
                (".attention.self.", ".attention."), (".attention.output.", ".attention."),
                (".intermediate.dense.", ".ffn."), (".output.dense.", ".ffn_output."), (".output.LayerNorm.", ".full_layer_layer_norm."),
            ],
            Read = Albert,
        },
    ];

    private static CheckpointFamily Roberta(string modelType, string className) => new()
    {
        ModelType = modelType, ClassName = className, Prefix = "roberta.", PoolerActivation = "tanh", Pooler = "classifier.dense", Classifier = "classifier.out_proj",
        Read = config =>
        {
            var usual = Usual(config, vocabulary: 50265, types: 1, epsilon: 1e-5, padding: 1);
            return usual with { PositionOffset = usual.PaddingId + 1 }; // inherited from fairseq, whose positions begin after the padding id
        },
    };

    private static TransformerConfig Usual(ConfigKeys config, int vocabulary, int types, double epsilon, int padding, string activation = "gelu")
    {
        config.Refuse("position_embedding_type", config.Text("position_embedding_type", "absolute") != "absolute", "absolute");
        var width = config.Whole("hidden_size");
        return new()
        {
            VocabularySize = config.Whole("vocab_size", vocabulary),
            Width = width,
            EmbeddingWidth = width,
            Layers = config.Whole("num_hidden_layers"),
            Heads = config.Whole("num_attention_heads"),
            Inner = config.Whole("intermediate_size"),
            MaxPositions = config.Whole("max_position_embeddings", 512),
            TokenTypes = config.Whole("type_vocab_size", types),
            Activation = config.Activation("hidden_act", activation),
            Dropout = config.Number("hidden_dropout_prob", 0.1),
            AttentionDropout = config.Number("attention_probs_dropout_prob", 0.1),
            NormEpsilon = config.Number("layer_norm_eps", epsilon),
            InitialDeviation = config.Number("initializer_range", 0.02),
            PaddingId = config.Whole("pad_token_id", padding, least: 0),
        };
    }

    private static TransformerConfig Distil(ConfigKeys config)
    {
        var width = config.Whole("dim", 768);
        return new()
        {
            VocabularySize = config.Whole("vocab_size", 30522),
            Width = width,
            EmbeddingWidth = width,
            Layers = config.Whole("n_layers", 6),
            Heads = config.Whole("n_heads", 12),
            Inner = config.Whole("hidden_dim", 4 * width),
            MaxPositions = config.Whole("max_position_embeddings", 512), // sinusoidal_pos_embds only fills the table; it stands in the file either way
            TokenTypes = 0,
            Activation = config.Activation("activation", "gelu"),
            Dropout = config.Number("dropout", 0.1),
            AttentionDropout = config.Number("attention_dropout", 0.1),
            NormEpsilon = 1e-12,
            InitialDeviation = config.Number("initializer_range", 0.02),
            PaddingId = config.Whole("pad_token_id", 0, least: 0),
        };
    }

    private static TransformerConfig Albert(ConfigKeys config)
    {
        config.Refuse("num_hidden_groups", config.Whole("num_hidden_groups", 1) != 1, "1 (all layers one)");
        config.Refuse("inner_group_num", config.Whole("inner_group_num", 1) != 1, "1");
        var albert = Usual(config, vocabulary: 30000, types: 2, epsilon: 1e-12, padding: 0, activation: "gelu_new") with
        {
            EmbeddingWidth = config.Whole("embedding_size", 128),
            Dropout = config.Number("hidden_dropout_prob", 0),
            AttentionDropout = config.Number("attention_probs_dropout_prob", 0),
            SharedLayers = true,
        };
        config.Refuse("embedding_size", albert.EmbeddingWidth == albert.Width, "one that differs from hidden_size");
        return albert;
    }
}
