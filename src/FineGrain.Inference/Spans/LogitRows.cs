using FineGrain.Core;

namespace FineGrain.Inference.Spans;

/// <summary>The logits of a padded batch, row by row, without padding.</summary>
public static class LogitRows
{
    /// <summary>
    /// Logits of each row: all its columns; of a model that marks spans those of its real units (units × tags), or of its real stretches (units × units × labels).
    /// </summary>
    /// <param name="logits">Row-major, as the network gives them.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="stretches">Whether the network scores stretches of units.</param>
    public static float[][] Of(ReadOnlySpan<float> logits, Batch batch, bool stretches = false)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var each = logits.Length / batch.Rows;
        var rows = new float[batch.Rows][];
        for (var r = 0; r < rows.Length; r++)
        {
            var all = logits.Slice(r * each, each);
            if (batch.Units == 0) rows[r] = all.ToArray();
            else if (!stretches) rows[r] = all[..(each / batch.Units * batch.UnitCounts[r])].ToArray();
            else rows[r] = Square(all, batch.Units, batch.UnitCounts[r]);
        }
        return rows;
    }

    private static float[] Square(ReadOnlySpan<float> table, int width, int count)
    {
        var columns = table.Length / (width * width);
        var result = new float[count * count * columns];
        for (var first = 0; first < count; first++) table.Slice(first * width * columns, count * columns).CopyTo(result.AsSpan(first * count * columns));
        return result;
    }
}
