namespace FineGrain.Data.Tokenization.Models;

/// <summary>The symbols of one piece while they are joined: a linked list in an array and a heap of joinable pairs by (rank, position).</summary>
internal sealed class BpeWord
{
    [ThreadStatic]
    private static BpeWord? rented;

    private readonly PriorityQueue<(int Left, int LeftId, int RightId), (int Rank, int Position)> queue = new();
    private Symbol[] symbols = new Symbol[64];
    private int count;

    public record struct Symbol(int Id, int Start, int End, int Previous, int Next);

    /// <summary>The first symbol, or -1.</summary>
    public int First => count == 0 ? -1 : 0;

    public ref readonly Symbol this[int index] => ref symbols[index];

    /// <summary>This thread's word, emptied.</summary>
    public static BpeWord Rent()
    {
        var word = rented ??= new();
        word.count = 0;
        return word;
    }

    public void Add(int id, int start, int end)
    {
        if (count == symbols.Length) Array.Resize(ref symbols, count * 2);
        if (count > 0) symbols[count - 1].Next = count;
        symbols[count] = new(id, start, end, count - 1, -1);
        count++;
    }

    /// <summary>Joins pairs until none is left in <paramref name="merges"/>.</summary>
    public void Merge(Dictionary<long, (int Rank, int Id)> merges)
    {
        queue.Clear();
        for (var i = 0; i + 1 < count; i++) Offer(merges, i);
        while (queue.TryDequeue(out var pair, out _))
        {
            ref var left = ref symbols[pair.Left];
            // A pair is stale when one of its sides has been joined since.
            if (left.Id != pair.LeftId || left.Next < 0 || symbols[left.Next].Id != pair.RightId) continue;
            var right = symbols[left.Next];
            symbols[left.Next].Id = -1;
            left.Id = merges[Bpe.Pair(pair.LeftId, pair.RightId)].Id;
            left.End = right.End;
            left.Next = right.Next;
            if (right.Next >= 0) symbols[right.Next].Previous = pair.Left;
            if (left.Previous >= 0) Offer(merges, left.Previous);
            Offer(merges, pair.Left);
        }
    }

    private void Offer(Dictionary<long, (int Rank, int Id)> merges, int left)
    {
        var right = symbols[left].Next;
        if (right < 0) return;
        var (a, b) = (symbols[left].Id, symbols[right].Id);
        if (merges.TryGetValue(Bpe.Pair(a, b), out var merge)) queue.Enqueue((left, a, b), (merge.Rank, left));
    }
}
