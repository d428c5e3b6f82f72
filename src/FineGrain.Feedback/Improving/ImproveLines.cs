namespace FineGrain.Feedback.Improving;

/// <summary>Steps of the log as lines for people.</summary>
public static class ImproveLines
{
    /// <summary>One step.</summary>
    public static string Of(ImproveEntry entry) => FormattableString.Invariant($"{TimeSpan.FromSeconds(entry.Seconds):hh\\:mm\\:ss}  round {entry.Round}  ") + entry.Step switch
    {
        "cause" => FormattableString.Invariant($"cause    {entry.Cause}  (p {entry.PValue:0.0e+0}; proxy gains {entry.Gain:+0.0000;-0.0000} with {entry.Patch})  {entry.Note}"),
        "promote" => FormattableString.Invariant($"promote  {entry.Patch} for {entry.Cause}: quality {entry.Gain:+0.0000;-0.0000} [{entry.Low:+0.0000;-0.0000}, {entry.High:+0.0000;-0.0000}], {Dev(entry)}{entry.Note}"),
        "reject" => FormattableString.Invariant($"reject   {entry.Patch} for {entry.Cause}: quality {entry.Gain:+0.0000;-0.0000} [{entry.Low:+0.0000;-0.0000}, {entry.High:+0.0000;-0.0000}], {Dev(entry)}{entry.Note}"),
        _ => $"{entry.Step,-7}  {entry.Note}",
    };

    /// <summary>A line that a killed process did not write is written without it.</summary>
    private static string Dev(ImproveEntry entry) => entry.Score is { } score ? FormattableString.Invariant($"dev {score:0.0000}. ") : "";
}
