using System.Text.Json;
using FineGrain.Core;

namespace FineGrain.Data.Tokenization.Models;

/// <summary>Greedy longest match from the left (Schuster and Nakajima 2012; BERT): a word that cannot be covered is one unknown token.</summary>
internal sealed class WordPiece : TokenModel
{
    private readonly Vocabulary vocabulary;
    private readonly string unknown;
    private readonly int unknownId;
    private readonly string prefix;
    private readonly int maxCharacters;
    private readonly PrefixTrie heads;
    private readonly PrefixTrie tails;

    /// <param name="vocabulary">Entries; continuations begin with <paramref name="prefix"/>.</param>
    /// <param name="unknown">Token of a word that cannot be covered.</param>
    /// <param name="prefix">Marks an entry that continues a word: ##.</param>
    /// <param name="maxCharacters">Longer words, in code points, are unknown at once.</param>
    /// <param name="where">File for errors.</param>
    /// <exception cref="InputException">The unknown token is not in the vocabulary.</exception>
    public WordPiece(Vocabulary vocabulary, string unknown, string prefix, int maxCharacters, string where)
    {
        this.vocabulary = vocabulary;
        this.unknown = unknown;
        this.prefix = prefix;
        this.maxCharacters = maxCharacters;
        unknownId = vocabulary.IdOf(unknown) ?? throw new InputException(where, $"the unknown token '{unknown}' is not in the vocabulary. Add it.");
        heads = new(vocabulary.Entries);
        tails = prefix.Length == 0 ? heads : new(vocabulary.Entries
            .Where(e => e.Key.Length > prefix.Length && e.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(e => KeyValuePair.Create(e.Key[prefix.Length..], e.Value)));
    }

    public override int Count => vocabulary.Count;

    public override int? IdOf(ReadOnlySpan<char> token) => vocabulary.IdOf(token);

    public override string? TokenOf(int id) => vocabulary.TokenOf(id);

    public override void Tokenize(ReadOnlySpan<char> piece, int offset, TokenBuffer output)
    {
        var before = output.Count;
        if (piece.Length > maxCharacters && CodePoints(piece) > maxCharacters)
        {
            output.Add(unknownId, offset, offset + piece.Length);
            return;
        }
        var trie = heads;
        for (var at = 0; at < piece.Length;)
        {
            var length = trie.Longest(piece[at..], out var id);
            if (length == 0)
            {
                output.Count = before;
                output.Add(unknownId, offset, offset + piece.Length);
                return;
            }
            output.Add(id, offset + at, offset + at + length);
            at += length;
            trie = tails;
        }
    }

    /// <summary>Id of a word of one unit.</summary>
    public int IdOfHead(char unit) => heads.Step(PrefixTrie.Root, unit, out var id) != 0 && id >= 0 ? id : unknownId;

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "WordPiece");
        json.WriteString("unk_token", unknown);
        json.WriteString("continuing_subword_prefix", prefix);
        json.WriteNumber("max_input_chars_per_word", maxCharacters);
        vocabulary.Write(json);
        json.WriteEndObject();
    }

    private static int CodePoints(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var c in text)
            if (!char.IsLowSurrogate(c)) count++;
        return count;
    }
}
