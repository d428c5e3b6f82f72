using FineGrain.Core;

namespace FineGrain.Analysis.Reporting;

/// <summary>What a model card says; what is empty is left out or said in general words.</summary>
public sealed record ModelCardData
{
    /// <summary>The model's manifest: task, labels, encoding, scores.</summary>
    public required ModelManifest Manifest { get; init; }

    /// <summary>What the network is, in a sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>Language codes, such as en and zh.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Licence identifier of the weights, such as mit.</summary>
    public string License { get; init; } = "";

    /// <summary>What the data are.</summary>
    public IReadOnlyList<SplitFacts> Splits { get; init; } = [];

    /// <summary>Remarks on the data, such as leaks.</summary>
    public IReadOnlyList<string> DataNotes { get; init; } = [];

    /// <summary>What the model is meant for.</summary>
    public string IntendedUse { get; init; } = "";

    /// <summary>Known limits, one sentence each; those that follow from <see cref="Evaluation"/> are added.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    /// <summary>The evaluation that limits are read from.</summary>
    public EvaluationResult? Evaluation { get; init; }
}
