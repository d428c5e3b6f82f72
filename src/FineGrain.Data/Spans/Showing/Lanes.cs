namespace FineGrain.Data.Spans.Showing;

/// <summary>Gives overlapping marks lanes of their own, so that each can be drawn through: the outermost has lane 0.</summary>
internal static class Lanes
{
    /// <summary>The lane of each mark: the first that is free where it begins. Marks are ordered by start, the longer first.</summary>
    public static int[] Of(IReadOnlyList<Mark> marks)
    {
        var lanes = new int[marks.Count];
        var ends = new List<int>();
        for (var i = 0; i < marks.Count; i++)
        {
            var lane = ends.FindIndex(end => end <= marks[i].Start);
            if (lane < 0)
            {
                lane = ends.Count;
                ends.Add(0);
            }
            ends[lane] = marks[i].End;
            lanes[i] = lane;
        }
        return lanes;
    }

    /// <summary>Whether two marks overlap without one holding the other.</summary>
    public static bool Cross(IReadOnlyList<Mark> marks)
    {
        for (var i = 0; i < marks.Count; i++)
            for (var j = i + 1; j < marks.Count && marks[j].Start < marks[i].End; j++)
                if (marks[j].End > marks[i].End) return true;
        return false;
    }
}
