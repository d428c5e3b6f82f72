using System.Text.Json.Serialization;

namespace FineGrain.Core.Recipes;

/// <summary>The network; keys depend on <see cref="Family"/>.</summary>
[RecipeVariant("family", "mlp", typeof(MlpRecipe))]
[RecipeVariant("family", "cnn", typeof(CnnRecipe))]
[RecipeVariant("family", "rnn", typeof(RnnRecipe))]
[RecipeVariant("family", "transformer", typeof(TransformerRecipe))]
[RecipeVariant("family", "pretrained", typeof(PretrainedRecipe))]
[RecipeVariant("family", "ensemble", typeof(EnsembleRecipe))]
public abstract record ModelRecipe
{
    /// <summary>Family name.</summary>
    [RecipeKey("Model family; decides which other keys are allowed here.", Required = true, Allowed = ["mlp", "cnn", "rnn", "transformer", "pretrained", "ensemble"])]
    public abstract string Family { get; }

    /// <summary>Dropout before the head.</summary>
    [RecipeKey("Dropout rate on the pooled representation, before the head.", Min = 0, Max = 0.95)]
    public double HeadDropout { get; init; } = 0.1;

    /// <summary>Pretrained vectors; how the network began, no part of what it is.</summary>
    [JsonIgnore]
    [RecipeKey("Start the token table of mlp, cnn, rnn or transformer from these: a folder of 'finegrain pretrain', a model folder, or the recipe (.yaml) of either, which is then run first where its result is not in the cache. Relative to the recipe; their width must be the model's.")]
    public string Vectors { get; init; } = "";

    /// <summary>Pretrained encoder; how the network began, no part of what it is.</summary>
    [JsonIgnore]
    [RecipeKey("Start the token table and the layers above it of rnn or transformer from this: a folder of 'finegrain pretrain' with the objective masked-tokens, a model folder of another task, or the recipe (.yaml) of either, as with vectors. Their shape must be that of the encoder.")]
    public string Encoder { get; init; } = "";

    /// <summary>What the network starts from: <see cref="Encoder"/>, else <see cref="Vectors"/>; empty for fresh values.</summary>
    [JsonIgnore]
    public string StartsFrom => Encoder.Length > 0 ? Encoder : Vectors;

    /// <summary>The networks of the section: the members of an ensemble, else the section itself.</summary>
    [JsonIgnore]
    public IEnumerable<ModelRecipe> Networks => this is EnsembleRecipe ensemble ? ensemble.Members.SelectMany(m => m.Networks) : [this];

    /// <summary>Still vectors.</summary>
    [JsonIgnore]
    [RecipeKey("Keep the token table as the vectors gave it.")]
    public bool VectorsFreeze { get; init; }
}

/// <summary>DNN over averaged embeddings and hashed n-grams.</summary>
public sealed record MlpRecipe : ModelRecipe
{
    /// <inheritdoc/>
    public override string Family => "mlp";

    /// <summary>Embedding width.</summary>
    [RecipeKey("Embedding width; 0 leaves the averaged embeddings out.", Min = 0, Max = 4096)]
    public int Width { get; init; } = 128;

    /// <summary>Hidden widths.</summary>
    [RecipeKey("Widths of the hidden layers; empty makes the model linear in its features.")]
    public IReadOnlyList<int> Hidden { get; init; } = [128];

    /// <summary>Activation.</summary>
    [RecipeKey("Activation of the hidden layers.", Allowed = ["sigmoid", "relu", "tanh", "gelu", "gelu-tanh", "silu"])]
    public string Activation { get; init; } = "relu";

    /// <summary>Embedding dropout.</summary>
    [RecipeKey("Dropout rate on whole token embeddings (word dropout).", Min = 0, Max = 0.95)]
    public double TokenDropout { get; init; }

    /// <summary>Hashed n-grams.</summary>
    [RecipeKey("Hashed n-grams added to the logits or the hidden layers.")]
    public NgramRecipe Ngrams { get; init; } = new();
}

/// <summary>Hashed n-gram features of tokens and characters.</summary>
public sealed record NgramRecipe
{
    /// <summary>Longest word n-gram.</summary>
    [RecipeKey("Longest n-gram of tokens; 0 for none.", Min = 0, Max = 6)]
    public int Words { get; init; }

    /// <summary>Longest character n-gram.</summary>
    [RecipeKey("Longest n-gram of characters; 0 for none.", Min = 0, Max = 8)]
    public int Characters { get; init; }

    /// <summary>Shortest character n-gram.</summary>
    [RecipeKey("Shortest n-gram of characters.", Min = 1, Max = 8)]
    public int MinCharacters { get; init; } = 1;

    /// <summary>Buckets.</summary>
    [RecipeKey("Hash buckets; bucket 0 is padding.", Min = 16, Max = 8_388_608)]
    public int Buckets { get; init; } = 262_144;

    /// <summary>Naive Bayes prior.</summary>
    [RecipeKey("Start the n-gram weights from smoothed log-count ratios of the training labels (Wang and Manning 2012), times this factor; 0 starts from zero.", Min = 0, Max = 10)]
    public double NaiveBayes { get; init; }
}

/// <summary>TextCNN (Kim 2014).</summary>
public sealed record CnnRecipe : ModelRecipe
{
    /// <inheritdoc/>
    public override string Family => "cnn";

    /// <summary>Embedding width.</summary>
    [RecipeKey("Embedding width.", Min = 1, Max = 4096)]
    public int Width { get; init; } = 128;

    /// <summary>Windows.</summary>
    [RecipeKey("Window sizes in tokens.")]
    public IReadOnlyList<int> Windows { get; init; } = [3, 4, 5];

    /// <summary>Filters.</summary>
    [RecipeKey("Filters of each window size.", Min = 1, Max = 4096)]
    public int Filters { get; init; } = 100;

    /// <summary>Activation.</summary>
    [RecipeKey("Activation after the convolution.", Allowed = ["sigmoid", "relu", "tanh", "gelu", "gelu-tanh", "silu"])]
    public string Activation { get; init; } = "relu";

    /// <summary>Embedding dropout.</summary>
    [RecipeKey("Dropout rate on embedding values.", Min = 0, Max = 0.95)]
    public double EmbeddingDropout { get; init; }

    /// <summary>Word dropout.</summary>
    [RecipeKey("Dropout rate on whole token embeddings (word dropout).", Min = 0, Max = 0.95)]
    public double TokenDropout { get; init; }

    /// <summary>Reach of the aspect.</summary>
    [RecipeKey("For task aspects: a token d tokens away from the asked aspect counts exp(-d / reach); 0 lets all count alike.", Min = 0, Max = 10_000)]
    public double Reach { get; init; }
}

/// <summary>Bidirectional recurrent encoder with attention pooling.</summary>
public sealed record RnnRecipe : ModelRecipe
{
    /// <inheritdoc/>
    public override string Family => "rnn";

    /// <summary>Cell.</summary>
    [RecipeKey("Recurrent cell.", Allowed = ["lstm", "gru"])]
    public string Cell { get; init; } = "lstm";

    /// <summary>Embedding width.</summary>
    [RecipeKey("Embedding width.", Min = 1, Max = 4096)]
    public int Width { get; init; } = 128;

    /// <summary>Hidden width.</summary>
    [RecipeKey("Hidden width of each direction.", Min = 1, Max = 4096)]
    public int Hidden { get; init; } = 128;

    /// <summary>Layers.</summary>
    [RecipeKey("Stacked layers.", Min = 1, Max = 8)]
    public int Layers { get; init; } = 1;

    /// <summary>Dropout.</summary>
    [RecipeKey("Dropout rate on embedding values and between layers.", Min = 0, Max = 0.95)]
    public double EmbeddingDropout { get; init; } = 0.1;

    /// <summary>Word dropout.</summary>
    [RecipeKey("Dropout rate on whole token embeddings (word dropout).", Min = 0, Max = 0.95)]
    public double TokenDropout { get; init; }

    /// <summary>Pooling.</summary>
    [RecipeKey("How token states become one vector; target attends with the mean state of the asked aspect's tokens.", Allowed = ["attention", "mean", "max", "target"])]
    public string Pooling { get; init; } = "attention";

    /// <summary>Reach of the aspect.</summary>
    [RecipeKey("For task aspects: a state d tokens away from the asked aspect counts exp(-d / reach); 0 lets all count alike.", Min = 0, Max = 10_000)]
    public double Reach { get; init; }
}

/// <summary>Transformer encoder.</summary>
public sealed record TransformerRecipe : ModelRecipe
{
    /// <inheritdoc/>
    public override string Family => "transformer";

    /// <summary>Width.</summary>
    [RecipeKey("Width of the hidden states.", Min = 1, Max = 8192)]
    public int Width { get; init; } = 128;

    /// <summary>Layers.</summary>
    [RecipeKey("Encoder layers.", Min = 1, Max = 48)]
    public int Layers { get; init; } = 2;

    /// <summary>Heads.</summary>
    [RecipeKey("Attention heads; must divide width.", Min = 1, Max = 128)]
    public int Heads { get; init; } = 4;

    /// <summary>Inner width.</summary>
    [RecipeKey("Inner width of the feed-forward block; 0 takes four times the width.", Min = 0, Max = 32768)]
    public int Inner { get; init; }

    /// <summary>Positions.</summary>
    [RecipeKey("Position encoding.", Allowed = ["learned", "sinusoidal", "rotary", "none"])]
    public string Positions { get; init; } = "learned";

    /// <summary>Norm placement.</summary>
    [RecipeKey("LayerNorm after each block (post, as BERT) or before (pre: trains without warm-up care).", Allowed = ["pre", "post"])]
    public string Norm { get; init; } = "post";

    /// <summary>Activation.</summary>
    [RecipeKey("Activation of the feed-forward block.", Allowed = ["sigmoid", "relu", "tanh", "gelu", "gelu-tanh", "silu"])]
    public string Activation { get; init; } = "gelu";

    /// <summary>Dropout.</summary>
    [RecipeKey("Dropout rate on embeddings and block outputs.", Min = 0, Max = 0.95)]
    public double Dropout { get; init; } = 0.1;

    /// <summary>Attention dropout.</summary>
    [RecipeKey("Dropout rate on attention weights; above 0 it forgoes the fast attention kernel.", Min = 0, Max = 0.95)]
    public double AttentionDropout { get; init; }

    /// <summary>Word dropout.</summary>
    [RecipeKey("Dropout rate on whole token embeddings (word dropout).", Min = 0, Max = 0.95)]
    public double TokenDropout { get; init; }

    /// <summary>Pooling.</summary>
    [RecipeKey("How token states become one vector; cls needs special tokens; target attends with the mean state of the asked aspect's tokens.", Allowed = ["cls", "attention", "mean", "max", "target"])]
    public string Pooling { get; init; } = "mean";
}

/// <summary>A checkpoint in Hugging Face layout (BERT, RoBERTa, DistilBERT, ELECTRA, ALBERT).</summary>
public sealed record PretrainedRecipe : ModelRecipe
{
    /// <inheritdoc/>
    public override string Family => "pretrained";

    /// <summary>Checkpoint.</summary>
    [RecipeKey("Folder (relative to the recipe) or hub id such as 'google-bert/bert-base-chinese'.", Required = true)]
    public string Checkpoint { get; init; } = "";

    /// <summary>Pooling.</summary>
    [RecipeKey("How token states become one vector; auto takes what the checkpoint's own classifier uses.", Allowed = ["auto", "cls", "attention", "mean", "max"])]
    public string Pooling { get; init; } = "auto";

    /// <summary>Dropout.</summary>
    [RecipeKey("Dropout rate; negative takes the checkpoint's own.", Min = -1, Max = 0.95)]
    public double Dropout { get; init; } = -1;
}

/// <summary>Several networks trained side by side on the same batches; probabilities are averaged (geometric mean).</summary>
public sealed record EnsembleRecipe : ModelRecipe
{
    /// <inheritdoc/>
    public override string Family => "ensemble";

    /// <summary>Members.</summary>
    [RecipeKey("The members; they share the tokenizer and the batches, nothing else.", Required = true)]
    public IReadOnlyList<ModelRecipe> Members { get; init; } = [];
}
