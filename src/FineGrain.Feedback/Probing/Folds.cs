namespace FineGrain.Feedback.Probing;

/// <summary>Stratified folds for out-of-fold answers; rows with the same text share a fold, so that no row is answered by its own copy.</summary>
public static class Folds
{
    /// <summary>The fold of each row.</summary>
    /// <param name="keys">Rows with equal keys stay together.</param>
    /// <param name="labels">Class of each row; folds have nearly equal shares.</param>
    /// <param name="count">Number of folds, 2 or more.</param>
    /// <param name="seed">Seed of the order.</param>
    public static int[] Of(IReadOnlyList<string> keys, IReadOnlyList<int> labels, int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        var groups = Enumerable.Range(0, keys.Count).GroupBy(r => keys[r], StringComparer.Ordinal).Select(g => g.ToArray()).ToArray();
        new Random(seed).Shuffle(groups);
        var folds = new int[keys.Count];
        var next = 0;
        foreach (var group in groups.OrderBy(g => labels[g[0]])) // stable: shuffled within a class
        {
            foreach (var r in group) folds[r] = next % count;
            next++;
        }
        return folds;
    }
}
