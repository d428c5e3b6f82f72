namespace FineGrain.Feedback.Tuning;

/// <summary>One setting at one rung, as it stands in <c>study.jsonl</c>.</summary>
public sealed record Trial
{
    /// <summary>Number of the setting, from 1; its rungs share it.</summary>
    public required int Number { get; init; }

    /// <summary>Rung of successive halving, from 0; always 0 without it.</summary>
    public int Rung { get; init; }

    /// <summary>Value of each searched key, as YAML.</summary>
    public required IReadOnlyDictionary<string, string> Values { get; init; }

    /// <summary>Best dev score, higher is better; null where the training failed.</summary>
    public double? Score { get; init; }

    /// <summary>Seconds of training.</summary>
    public double Seconds { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Failure { get; init; }
}
