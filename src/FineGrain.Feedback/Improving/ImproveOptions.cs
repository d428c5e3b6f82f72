namespace FineGrain.Feedback.Improving;

/// <summary>How long and how boldly the loop works.</summary>
public sealed record ImproveOptions
{
    /// <summary>Time in all, over every process that worked on this folder.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Most rounds; each ends in a promotion.</summary>
    public int Rounds { get; init; } = 20;

    /// <summary>Most patches of one cause that are trained for real.</summary>
    public int TrialsOfCause { get; init; } = 2;

    /// <summary>A proxy's p value above which a patch is not worth training.</summary>
    public double ProxyLevel { get; init; } = 0.25;
}
