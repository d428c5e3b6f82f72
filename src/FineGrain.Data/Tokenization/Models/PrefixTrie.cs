namespace FineGrain.Data.Tokenization.Models;

/// <summary>Longest entry at the beginning of a text, in one pass: a trie whose edges stand in one open-addressed table.</summary>
internal sealed class PrefixTrie
{
    private readonly ulong[] keys;      // node << 16 | unit, plus 1 so that 0 is free
    private readonly int[] targets;
    private readonly int[] values;      // id by node, -1 for none
    private readonly int[] roots = new int[0x10000];
    private readonly int mask;
    private readonly int shift;

    public PrefixTrie(IEnumerable<KeyValuePair<string, int>> entries)
    {
        var edges = new Dictionary<ulong, int>();
        var ids = new List<int> { -1 };
        foreach (var (text, id) in entries)
        {
            var node = 0;
            foreach (var unit in text)
            {
                var key = (ulong)(uint)node << 16 | unit;
                if (!edges.TryGetValue(key, out var next))
                {
                    edges[key] = next = ids.Count;
                    ids.Add(-1);
                }
                node = next;
            }
            if (node != 0) ids[node] = id;
        }
        values = [.. ids];
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, edges.Count * 2));
        mask = size - 1;
        shift = 64 - System.Numerics.BitOperations.Log2((uint)size);
        keys = new ulong[size];
        targets = new int[size];
        foreach (var (key, target) in edges)
        {
            if (key < 0x10000)
            {
                roots[(int)key] = target;
                continue;
            }
            var slot = Slot(key);
            while (keys[slot] != 0) slot = (slot + 1) & mask;
            keys[slot] = key + 1;
            targets[slot] = target;
        }
    }

    /// <summary>Length in units of the longest entry that <paramref name="text"/> begins with, and its id; 0 and -1 where there is none.</summary>
    public int Longest(ReadOnlySpan<char> text, out int id)
    {
        id = -1;
        if (text.IsEmpty) return 0;
        var length = 0;
        var node = roots[text[0]];
        for (var i = 1; node != 0; i++)
        {
            if (values[node] >= 0)
            {
                id = values[node];
                length = i;
            }
            if (i == text.Length) break;
            node = Next(node, text[i]);
        }
        return length;
    }

    /// <summary>The root, for walking by hand with <see cref="Step"/>.</summary>
    public const int Root = 0;

    /// <summary>The node after <paramref name="unit"/>, 0 where there is none; <paramref name="id"/> is the entry that ends there, or -1.</summary>
    public int Step(int node, char unit, out int id)
    {
        node = node == Root ? roots[unit] : Next(node, unit);
        id = node == 0 ? -1 : values[node];
        return node;
    }

    private int Next(int node, char unit)
    {
        var key = (ulong)(uint)node << 16 | unit;
        for (var slot = Slot(key); ; slot = (slot + 1) & mask)
        {
            var found = keys[slot];
            if (found == key + 1) return targets[slot];
            if (found == 0) return 0;
        }
    }

    private int Slot(ulong key) => (int)(key * 0x9E3779B97F4A7C15UL >> shift);
}
