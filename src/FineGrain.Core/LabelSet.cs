namespace FineGrain.Core;

/// <summary>The ordered label names; position = logit column.</summary>
public sealed class LabelSet
{
    private readonly Dictionary<string, int> index;

    /// <summary>Labels in column order.</summary>
    /// <exception cref="ArgumentException">A name stands twice.</exception>
    public LabelSet(IEnumerable<string> names)
    {
        Names = [.. names];
        index = new(StringComparer.Ordinal);
        for (var i = 0; i < Names.Count; i++)
            if (!index.TryAdd(Names[i], i)) throw new ArgumentException($"label '{Names[i]}' stands twice in the label set");
    }

    /// <summary>Names in column order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of labels.</summary>
    public int Count => Names.Count;

    /// <summary>The column of <paramref name="name"/>.</summary>
    /// <exception cref="InputException">The name is not in the set; the message lists the known ones.</exception>
    public int IndexOf(string name, string? where = null) => index.TryGetValue(name, out var i)
        ? i
        : throw new InputException(where ?? "label set", $"label '{name}' is not in the label set. {Nearest.Hint(name, [.. Names])}");

    /// <summary>Whether the set has <paramref name="name"/>.</summary>
    public bool Contains(string name) => index.ContainsKey(name);
}
