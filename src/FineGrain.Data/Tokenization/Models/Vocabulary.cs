using System.Text.Json;
using FineGrain.Core;

namespace FineGrain.Data.Tokenization.Models;

/// <summary>Entries and ids, both ways; looked up by span without allocating.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly string?[] tokens;

    /// <exception cref="InputException">An id is negative, too large or given twice.</exception>
    public Vocabulary(IEnumerable<KeyValuePair<string, int>> entries, string where)
    {
        ids = new(StringComparer.Ordinal);
        var highest = -1;
        foreach (var (token, id) in entries)
        {
            if (id is < 0 or > 10_000_000) throw new InputException(where, $"token '{token}' has id {id}; ids run from 0 to 10,000,000.");
            ids[token] = id;
            highest = Math.Max(highest, id);
        }
        lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        tokens = new string?[highest + 1];
        foreach (var (token, id) in ids)
        {
            if (tokens[id] is { } other) throw new InputException(where, $"tokens '{other}' and '{token}' share id {id}. Give each its own.");
            tokens[id] = token;
        }
    }

    /// <summary>Entries in id order: id = position.</summary>
    public Vocabulary(IReadOnlyList<string> tokens, string where)
        : this(tokens.Select((token, id) => KeyValuePair.Create(token, id)), where) { }

    /// <summary>One more than the highest id.</summary>
    public int Count => tokens.Length;

    public int? IdOf(ReadOnlySpan<char> token) => lookup.TryGetValue(token, out var id) ? id : null;

    public bool TryGet(ReadOnlySpan<char> token, out int id) => lookup.TryGetValue(token, out id);

    public string? TokenOf(int id) => (uint)id < (uint)tokens.Length ? tokens[id] : null;

    /// <summary>All entries in id order.</summary>
    public IEnumerable<KeyValuePair<string, int>> Entries
    {
        get
        {
            for (var id = 0; id < tokens.Length; id++)
                if (tokens[id] is { } token) yield return new(token, id);
        }
    }

    /// <summary>Writes <c>"vocab": {token: id}</c>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("vocab");
        foreach (var (token, id) in Entries) json.WriteNumber(token, id);
        json.WriteEndObject();
    }
}
