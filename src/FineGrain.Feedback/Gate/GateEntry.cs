using FineGrain.Feedback.Patches;

namespace FineGrain.Feedback.Gate;

/// <summary>One line of the gate's log.</summary>
public sealed record GateEntry
{
    /// <summary>begin, accept, reject or rollback.</summary>
    public required string Step { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The champion after this step.</summary>
    public required int Champion { get; init; }

    /// <summary>The name of the challenger; at begin, of the first champion.</summary>
    public string Challenger { get; init => field = value ?? ""; } = "";

    /// <summary>Which look at the confirmation split it was, from 1; 0 where it was not looked at.</summary>
    public int Look { get; init; }

    /// <summary>What the look could spend.</summary>
    public double Alpha { get; init; }

    /// <summary>One-sided chance of such a gain between equals.</summary>
    public double PValue { get; init; }

    /// <summary>Mean gain in quality an example.</summary>
    public double Gain { get; init; }

    /// <summary>Lower end of the 95 % interval of the gain (normal approximation).</summary>
    public double Low { get; init; }

    /// <summary>Upper end.</summary>
    public double High { get; init; }

    /// <summary>Score of the champion that stood.</summary>
    public double ChampionScore { get; init; }

    /// <summary>Score of the challenger.</summary>
    public double ChallengerScore { get; init; }

    /// <summary>Examples looked at.</summary>
    public int Support { get; init; }

    /// <summary>The data version that the challenger learnt; null where the caller did not say.</summary>
    public string? Version { get; init; }

    /// <summary>How the recipe of the challenger differs from the recipe of the loop.</summary>
    public IReadOnlyList<RecipeChange> Recipe { get; init => field = value ?? []; } = [];

    /// <summary>The round of the loop that it was tried in; at rollback, the last one before; 0 for the first champion.</summary>
    public int Round { get; init; }

    /// <summary>The cause that the challenger answers; empty for none.</summary>
    public string Cause { get; init => field = value ?? ""; } = "";

    /// <summary>The decision in a sentence.</summary>
    public string Reason { get; init => field = value ?? ""; } = "";
}
