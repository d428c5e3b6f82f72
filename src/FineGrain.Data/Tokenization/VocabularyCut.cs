using System.Text.Json.Nodes;

namespace FineGrain.Data.Tokenization;

/// <summary>
/// A tokenizer with fewer entries. A text of which every token is kept is cut as before: greedy longest match finds the same entries among fewer, merges that made
/// kept tokens are all kept, and the best path of a Unigram lattice stays the best. Other texts use the pieces that are left, or the unknown token.
/// </summary>
public sealed record VocabularyCut
{
    private const int Alphabet = 512;

    private VocabularyCut(Tokenizer tokenizer, IReadOnlyList<int> kept) => (Tokenizer, Kept) = (tokenizer, kept);

    /// <summary>The smaller tokenizer.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>Old id of each new one, ascending: which rows of an embedding table stay.</summary>
    public IReadOnlyList<int> Kept { get; }

    /// <summary>Keeps what is used, the special and added tokens, bytes, and the letters below U+0250 that unseen words can be spelled with.</summary>
    /// <param name="tokenizer">A tokenizer; stays as it is.</param>
    /// <param name="used">Ids that must stay.</param>
    public static VocabularyCut Of(Tokenizer tokenizer, IEnumerable<int> used)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        var json = JsonNode.Parse(tokenizer.ToJson())!.AsObject();
        var model = json["model"]!.AsObject();
        var kept = used.ToHashSet();
        kept.Add(tokenizer.PaddingId);
        foreach (var added in json["added_tokens"]!.AsArray()) kept.Add((int)added!["id"]!);
        if (model["unk_id"] is { } unknown) kept.Add((int)unknown);
        if (model["unk_token"] is { } unknownToken && tokenizer.IdOf((string)unknownToken!) is { } id) kept.Add(id);
        foreach (var special in SpecialIds(json)) kept.Add(special);
        KeepLetters(tokenizer, model, kept);
        if (model["merges"] is JsonArray merges) KeepParts(tokenizer, merges, kept, (string?)model["continuing_subword_prefix"] ?? "");
        int[] order = [.. kept.Where(i => tokenizer.TokenOf(i).Length > 0).Order()];
        var ids = order.Index().ToDictionary(x => x.Item, x => x.Index);
        Rewrite(json, model, order, ids, tokenizer);
        return new(Tokenizer.Parse(json.ToJsonString()), order);
    }

    private static void KeepLetters(Tokenizer tokenizer, JsonObject model, HashSet<int> kept)
    {
        var prefix = (string?)model["continuing_subword_prefix"] ?? "";
        var spells = model["type"]?.GetValue<string>() != "WordLevel";
        var letters = new List<int>();
        for (var id = 0; id < tokenizer.VocabularySize; id++)
        {
            var token = tokenizer.TokenOf(id);
            if (token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal)) kept.Add(id);
            var letter = prefix.Length > 0 && token.Length > prefix.Length && token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : token;
            if (spells && letter is [< '\u0250']) kept.Add(id);
            if (token.Length == 1) letters.Add(id);
        }
        if (model["merges"] is not null && letters.Count <= Alphabet) kept.UnionWith(letters); // the 256 characters that stand for bytes are not all below U+0250
    }

    /// <summary>Both parts of every merge that makes a kept token, and their parts.</summary>
    private static void KeepParts(Tokenizer tokenizer, JsonArray merges, HashSet<int> kept, string prefix)
    {
        var makers = merges.Select(m => Parts(m!)).ToLookup(m => tokenizer.IdOf(Joined(m, prefix)) ?? -1, m => m);
        var queue = new Queue<int>(kept);
        while (queue.TryDequeue(out var id))
            foreach (var (left, right) in makers[id])
                foreach (var part in (string[])[left, right])
                    if (tokenizer.IdOf(part) is { } known && kept.Add(known)) queue.Enqueue(known);
    }

    private static void Rewrite(JsonObject json, JsonObject model, int[] order, Dictionary<int, int> ids, Tokenizer tokenizer)
    {
        model["vocab"] = model["vocab"] is JsonArray scored
            ? new JsonArray([.. order.Where(id => id < scored.Count).Select(id => scored[id]!.DeepClone())])
            : new JsonObject(model["vocab"]!.AsObject().Where(e => ids.ContainsKey((int)e.Value!)).Select(e => KeyValuePair.Create(e.Key, (JsonNode?)ids[(int)e.Value!])));
        if (model["unk_id"] is { } unknown) model["unk_id"] = ids[(int)unknown];
        if (model["merges"] is JsonArray merges)
        {
            var prefix = (string?)model["continuing_subword_prefix"] ?? "";
            model["merges"] = new JsonArray([.. merges.Where(m => Parts(m!) is var parts && Has(parts.Left) && Has(parts.Right) && Has(Joined(parts, prefix))).Select(m => m!.DeepClone())]);
        }
        foreach (var added in json["added_tokens"]!.AsArray()) added!["id"] = ids[(int)added["id"]!];
        if (json["padding"]?["pad_id"] is { } padding) json["padding"]!["pad_id"] = ids[(int)padding];
        Processors(json["post_processor"], processor =>
        {
            foreach (var key in (string[])["sep", "cls"])
                if (processor[key] is JsonArray token) token[1] = ids[(int)token[1]!];
            foreach (var (_, special) in processor["special_tokens"] as JsonObject ?? [])
                special!["ids"] = new JsonArray([.. special["ids"]!.AsArray().Select(id => (JsonNode)ids[(int)id!])]);
        });

        bool Has(string token) => tokenizer.IdOf(token) is { } id && ids.ContainsKey(id);
    }

    private static List<int> SpecialIds(JsonObject json)
    {
        var found = new List<int>();
        if (json["padding"]?["pad_id"] is { } padding) found.Add((int)padding);
        Processors(json["post_processor"], processor =>
        {
            foreach (var key in (string[])["sep", "cls"])
                if (processor[key] is JsonArray token) found.Add((int)token[1]!);
            foreach (var (_, special) in processor["special_tokens"] as JsonObject ?? []) found.AddRange(special!["ids"]!.AsArray().Select(id => (int)id!));
        });
        return found;
    }

    private static void Processors(JsonNode? processor, Action<JsonObject> each)
    {
        if (processor is not JsonObject one) return;
        each(one);
        foreach (var inner in one["processors"] as JsonArray ?? []) Processors(inner, each);
    }

    private static (string Left, string Right) Parts(JsonNode merge)
    {
        if (merge is JsonArray pair) return ((string)pair[0]!, (string)pair[1]!);
        var parts = ((string)merge!).Split(' ');
        return (parts[0], parts[1]);
    }

    private static string Joined((string Left, string Right) merge, string prefix) =>
        merge.Left + (prefix.Length > 0 && merge.Right.StartsWith(prefix, StringComparison.Ordinal) ? merge.Right[prefix.Length..] : merge.Right);
}
