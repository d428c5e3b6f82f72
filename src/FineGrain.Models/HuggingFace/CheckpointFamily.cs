using FineGrain.Core;
using FineGrain.Models.Encoders;

namespace FineGrain.Models.HuggingFace;

/// <summary>What sets one architecture of the BERT family apart in Hugging Face's layout: names, keys of config.json, and its classifier.</summary>
internal sealed record CheckpointFamily
{
    /// <summary>Value of <c>model_type</c>.</summary>
    public required string ModelType { get; init; }

    /// <summary>Python class name without its ending: Bert in BertForSequenceClassification.</summary>
    public required string ClassName { get; init; }

    /// <summary>What stands before the encoder's weight names, dot included; many base checkpoints leave it out.</summary>
    public required string Prefix { get; init; }

    /// <summary>Activation of the dense layer on the first token's state in the architecture's own classifier.</summary>
    public required string PoolerActivation { get; init; }

    /// <summary>Full name of that dense layer.</summary>
    public required string Pooler { get; init; }

    /// <summary>Full name of the last layer.</summary>
    public required string Classifier { get; init; }

    /// <summary>Replacements that turn our encoder names into theirs, applied in order.</summary>
    public (string Ours, string Theirs)[] Names { get; init; } = [];

    /// <summary>Reads the encoder's shape.</summary>
    public required Func<ConfigKeys, TransformerConfig> Read { get; init; }

    /// <summary>Keys of config.json for dropout on states, on attention weights and before the classifier.</summary>
    public (string States, string Attention, string Head) DropoutKeys { get; init; } = ("hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout");

    /// <summary>Whether <see cref="Read"/> found the family's own classifier in use, and not a pooling that Python does not know.</summary>
    public bool OwnHead(TransformerConfig config) => config.Pooling == "cls" && config.PoolerActivation == PoolerActivation;

    /// <summary>The name in a checkpoint of a parameter of <see cref="Families.TransformerModel"/>.</summary>
    /// <param name="name">Our name.</param>
    /// <param name="ownHead">Whether pooling and classifier are the family's own; others go under <c>finegrain.</c>, where Python leaves them alone.</param>
    public string NameOf(string name, bool ownHead)
    {
        if (Starts(name, "embeddings.") || Starts(name, "encoder."))
            return Prefix + Names.Aggregate(name, (n, r) => n.Replace(r.Ours, r.Theirs, StringComparison.Ordinal));
        // The head of ForTokenClassification is called so in every architecture; what Python does not know goes where it leaves it alone.
        if (Starts(name, "spans.")) return Starts(name, "spans.classifier.") ? name["spans.".Length..] : "finegrain." + name;
        if (!ownHead) return "finegrain." + name;
        return Starts(name, "pooler.dense.") ? Pooler + name["pooler.dense".Length..] : Classifier + name["classifier".Length..];
    }

    /// <summary>Every spelling under which a weight may stand: with and without the prefix, and with the LayerNorm names of the first release.</summary>
    public IEnumerable<string> Spellings(string theirs)
    {
        string[] prefixed = Starts(theirs, Prefix) ? [theirs, theirs[Prefix.Length..]] : [theirs];
        foreach (var name in prefixed)
        {
            yield return name;
            if (name.EndsWith("LayerNorm.weight", StringComparison.Ordinal)) yield return name[..^"weight".Length] + "gamma";
            if (name.EndsWith("LayerNorm.bias", StringComparison.Ordinal)) yield return name[..^"bias".Length] + "beta";
        }
    }

    /// <summary>The family that a config.json names: by model_type, else by the class in architectures (checkpoints before 2020 have only that).</summary>
    /// <exception cref="InputException">It names none, or one that is not supported.</exception>
    public static CheckpointFamily Of(ConfigKeys config)
    {
        var type = config.Text("model_type", "");
        var known = CheckpointFamilies.All;
        if (type.Length > 0)
            return known.FirstOrDefault(f => f.ModelType == type) ?? throw new InputException(config.Path,
                $"model_type is '{type}', an architecture that FineGrain does not have. {Nearest.Hint(type, [.. known.Select(f => f.ModelType)])}");
        var architecture = config.Json["architectures"] is System.Text.Json.Nodes.JsonArray { Count: > 0 } names ? names[0]?.ToString() ?? "" : "";
        return known.Where(f => Starts(architecture, f.ClassName)).MaxBy(f => f.ClassName.Length) ?? throw new InputException(config.Path,
            $"has no 'model_type'. Add \"model_type\": one of {string.Join(", ", known.Select(f => f.ModelType))}.");
    }

    private static bool Starts(string text, string beginning) => text.StartsWith(beginning, StringComparison.Ordinal);
}
