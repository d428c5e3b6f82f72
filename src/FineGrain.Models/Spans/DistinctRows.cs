using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace FineGrain.Models.Spans;

/// <summary>The distinct rows of a table of ids, in order of first sight; libtorch's own search sorts, which costs more than the convolution that it saves.</summary>
internal static class DistinctRows
{
    /// <param name="ids">Int64 [N, C].</param>
    /// <returns>The distinct rows, int64 [M, C], and for each row which of them it is, int64 [N].</returns>
    public static (Tensor Rows, Tensor Which) Of(Tensor ids)
    {
        using var scope = NewDisposeScope();
        var (count, width) = ((int)ids.shape[0], (int)ids.shape[1]);
        var all = ids.cpu().contiguous().data<long>().ToArray();
        var (rows, which, known) = (new List<int>(), new long[count], new Dictionary<long, List<int>>());
        for (var i = 0; i < count; i++) which[i] = Position(all, i, width, rows, known);
        var distinct = ids.index_select(0, tensor([.. rows.Select(r => (long)r)], device: ids.device));
        return (distinct.MoveToOuterDisposeScope(), tensor(which, device: ids.device).MoveToOuterDisposeScope());
    }

    private static int Position(long[] all, int row, int width, List<int> rows, Dictionary<long, List<int>> known)
    {
        var ids = all.AsSpan(row * width, width);
        var hash = 0L;
        foreach (var id in ids) hash = unchecked((hash * 6364136223846793005) + id + 1);
        ref var same = ref CollectionsMarshal.GetValueRefOrAddDefault(known, hash, out _);
        foreach (var at in same ??= [])
            if (all.AsSpan(rows[at] * width, width).SequenceEqual(ids)) return at;
        same.Add(rows.Count);
        rows.Add(row);
        return rows.Count - 1;
    }
}
