namespace FineGrain.Inference.Spans;

/// <summary>Which spans can stand together.</summary>
internal static class Nesting
{
    /// <summary>Whether two stretches cannot both stand: they cross, or one lies inside the other where all must be flat.</summary>
    /// <param name="a">First and one past the last place of the one.</param>
    /// <param name="b">Of the other.</param>
    /// <param name="flat">Whether spans may not lie inside each other either.</param>
    public static bool Forbids((int Start, int End) a, (int Start, int End) b, bool flat)
    {
        if (a.End <= b.Start || b.End <= a.Start) return false;
        return flat || (a.Start < b.Start && a.End < b.End) || (b.Start < a.Start && b.End < a.End);
    }
}
