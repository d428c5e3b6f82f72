using FineGrain.Feedback.Patches;

namespace FineGrain.Feedback.Improving;

/// <summary>One line of <c>improve.jsonl</c>: what the loop found, tried or decided. Reading the lines again is how a killed loop goes on.</summary>
public sealed record ImproveEntry
{
    /// <summary>measure, cause, promote, reject, stop or end.</summary>
    public required string Step { get; init; }

    /// <summary>Round, from 1.</summary>
    public required int Round { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Seconds of work so far, over every process.</summary>
    public double Seconds { get; init; }

    /// <summary>Data version that it stands on.</summary>
    public string? Version { get; init; }

    /// <summary>Kind and subject of the cause.</summary>
    public string? Cause { get; init; }

    /// <summary>Id of the patch.</summary>
    public string? Patch { get; init; }

    /// <summary>Score: of the model for measure and trial, of the proxy for proxy.</summary>
    public double? Score { get; init; }

    /// <summary>Gain: in proxy quality for cause and proxy, on the confirmation split for promote and reject.</summary>
    public double? Gain { get; init; }

    /// <summary>Lower end of the 95 % interval of the gain.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end.</summary>
    public double? High { get; init; }

    /// <summary>p value of the evidence or of the gain.</summary>
    public double? PValue { get; init; }

    /// <summary>Which look of the gate decided it; null where it did not look.</summary>
    public int? Look { get; init; }

    /// <summary>What the patch changed in the recipe.</summary>
    public IReadOnlyList<RecipeChange> Recipe { get; init => field = value ?? []; } = [];

    /// <summary>In words.</summary>
    public string? Note { get; init; }
}
