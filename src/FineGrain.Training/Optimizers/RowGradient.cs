using System.Runtime.InteropServices;
using TorchSharp;

namespace FineGrain.Training.Optimizers;

/// <summary>
/// The gradient of an embedding table as the few rows that the batch used: sums a sparse gradient of N (row, vector) pairs into U distinct rows,
/// in the order of the pairs, without a dense V×H array. Reused from step to step.
/// </summary>
internal sealed unsafe class RowGradient(int tableRows, int width) : IDisposable
{
    private readonly int[] slotOfRow = Filled(tableRows);
    private int[] rows = [];
    private float* sums;
    private int capacity;

    /// <summary>Number of distinct rows U.</summary>
    public int Count { get; private set; }

    /// <summary>The distinct rows in order of first use.</summary>
    public ReadOnlySpan<int> Rows => rows.AsSpan(0, Count);

    /// <summary>Summed gradient of the distinct row at <paramref name="slot"/>, H numbers.</summary>
    public float* Sum(int slot) => sums + (long)slot * width;

    /// <summary>Summed gradient of table row <paramref name="row"/>, or null where the batch did not use it.</summary>
    public float* SumOfRow(int row) => slotOfRow[row] < 0 ? null : Sum(slotOfRow[row]);

    /// <summary>Takes over a sparse gradient [V, H]: indices int64 [1, N], values float32 [N, H]. Column blocks go to <paramref name="threads"/> threads.</summary>
    public void Collect(torch.Tensor gradient, int threads)
    {
        Clear();
        using var scope = torch.NewDisposeScope();
        var indices = TensorMemory.Longs(gradient.SparseIndices.contiguous());
        var values = TensorMemory.Floats(gradient.SparseValues.contiguous());
        Reserve(indices.Length);
        var slots = new int[indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            ref var slot = ref slotOfRow[indices[i]];
            if (slot < 0) rows[slot = Count++] = (int)indices[i];
            slots[i] = slot;
        }
        NativeMemory.Clear(sums, (nuint)Count * (nuint)width * sizeof(float));
        var block = (width + threads - 1) / threads;
        Workers.Run(threads, threads, (long)slots.Length * width, t =>
        {
            var (from, to) = (t * block, Math.Min(width, (t + 1) * block));
            if (from >= to) return;
            for (var i = 0; i < slots.Length; i++) RowKernels.Add(values + (long)i * width + from, Sum(slots[i]) + from, to - from);
        });
    }

    public void Dispose()
    {
        NativeMemory.Free(sums);
        sums = null;
    }

    private void Clear()
    {
        foreach (var row in Rows) slotOfRow[row] = -1;
        Count = 0;
    }

    private void Reserve(int count)
    {
        if (count <= capacity) return;
        capacity = Math.Min(Math.Max(count, capacity * 2), Math.Max(count, tableRows));
        Array.Resize(ref rows, capacity);
        NativeMemory.Free(sums);
        sums = (float*)NativeMemory.Alloc((nuint)capacity * (nuint)width, sizeof(float));
    }

    private static int[] Filled(int count)
    {
        var slots = new int[count];
        slots.AsSpan().Fill(-1);
        return slots;
    }
}
