namespace FineGrain.Feedback.Queues;

/// <summary>
/// Batches that are unsure and unlike each other, after BADGE (Ash et al. 2020): k-means++ on the gradients that the own answer would give to the last layer,
/// (p − [c = answer]) ⊗ features. Their inner product is the product of the two inner products, so that no gradient is ever written down.
/// </summary>
public static class Badge
{
    /// <summary>Rows in the order chosen.</summary>
    /// <param name="probabilities">Of each row.</param>
    /// <param name="rows">Binary features of each row; they are scaled to unit length.</param>
    /// <param name="features">Number of features.</param>
    /// <param name="count">Rows to choose.</param>
    /// <param name="random">Draws.</param>
    public static List<int> Choose(IReadOnlyList<double[]> probabilities, IReadOnlyList<int[]> rows, int features, int count, Random random)
    {
        double[][] slopes = [.. probabilities.Select(p =>
        {
            double[] slope = [.. p];
            slope[Array.IndexOf(p, p.Max())] -= 1;
            return slope;
        })];
        double[] norms = [.. slopes.Select(s => s.Sum(x => x * x))], distances = [.. norms.Select(_ => double.PositiveInfinity)];
        var chosen = new List<int>();
        var marks = new bool[features];
        while (chosen.Count < Math.Min(count, rows.Count))
        {
            // The first is the one with the longest gradient; further ones are drawn by their squared distance from the nearest chosen one.
            var next = chosen.Count == 0 ? Array.IndexOf(norms, norms.Max()) : Draw(distances, random);
            if (next < 0) break; // all that is left are copies of chosen ones
            chosen.Add(next);
            foreach (var f in rows[next]) marks[f] = true;
            for (var r = 0; r < rows.Count; r++)
            {
                var shared = 0;
                foreach (var f in rows[r]) if (marks[f]) shared++;
                double slope = 0;
                for (var c = 0; c < slopes[r].Length; c++) slope += slopes[r][c] * slopes[next][c];
                var inner = rows[r].Length == 0 || rows[next].Length == 0 ? 0 : slope * shared / Math.Sqrt((double)rows[r].Length * rows[next].Length);
                distances[r] = Math.Min(distances[r], Math.Max(0, norms[r] + norms[next] - (2 * inner)));
            }
            distances[next] = 0;
            foreach (var f in rows[next]) marks[f] = false;
        }
        return chosen;
    }

    private static int Draw(double[] weights, Random random)
    {
        var at = random.NextDouble() * weights.Sum();
        var last = -1;
        for (var r = 0; r < weights.Length; r++)
        {
            if (weights[r] <= 0) continue;
            last = r;
            if ((at -= weights[r]) <= 0) return r;
        }
        return last;
    }
}
