namespace FineGrain.Data.Tokenization;

/// <summary>Growing list of tokens with ranges; models write ranges of the normalized text, the tokenizer turns them into ranges of the original.</summary>
internal sealed class TokenBuffer
{
    public int[] Ids { get; private set; } = new int[128];

    public Offset[] Offsets { get; private set; } = new Offset[128];

    public int Count { get; set; }

    public void Add(int id, int start, int end)
    {
        if (Count == Ids.Length) Grow();
        Ids[Count] = id;
        Offsets[Count++] = new(start, end);
    }

    private void Grow()
    {
        var (ids, offsets) = (Ids, Offsets);
        Array.Resize(ref ids, Count * 2);
        Array.Resize(ref offsets, Count * 2);
        (Ids, Offsets) = (ids, offsets);
    }
}
