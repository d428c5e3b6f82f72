using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization.PreTokenizers;

/// <summary>A normalized text cut into pieces (ranges of its units); what lies between pieces is dropped.</summary>
internal sealed class Pieces
{
    private List<Offset> current = [];
    private List<Offset> next = [];

    public MappedText Text { get; } = new();

    public IReadOnlyList<Offset> Current => current;

    public int Count => current.Count;

    public Offset this[int index] => current[index];

    /// <summary>Whether the text stands at the very beginning of the input (not after an added token).</summary>
    public bool IsFirst { get; set; }

    /// <summary>One piece: the whole text.</summary>
    public void Reset()
    {
        current.Clear();
        if (Text.Length > 0) current.Add(new(0, Text.Length));
    }

    /// <summary>Adds a piece of the new cut; empty ones are left out.</summary>
    public void Add(int start, int end)
    {
        if (end > start) next.Add(new(start, end));
    }

    /// <summary>The added pieces replace the old ones.</summary>
    public void Commit()
    {
        (current, next) = (next, current);
        next.Clear();
    }

    /// <summary>Limits the text to one piece.</summary>
    public void Only(int start, int end)
    {
        current.Clear();
        if (end > start) current.Add(new(start, end));
    }
}
