using System.Text.Json;
using FineGrain.Core;

namespace FineGrain.Data.Tokenization.Models;

/// <summary>A piece is an entry or unknown. The model of the kinds <c>word</c> and <c>character</c>.</summary>
internal sealed class WordLevel : TokenModel
{
    private readonly Vocabulary vocabulary;
    private readonly string unknown;
    private readonly int unknownId;

    /// <exception cref="InputException">The unknown token is not in the vocabulary.</exception>
    public WordLevel(Vocabulary vocabulary, string unknown, string where)
    {
        this.vocabulary = vocabulary;
        this.unknown = unknown;
        unknownId = vocabulary.IdOf(unknown) ?? throw new InputException(where, $"the unknown token '{unknown}' is not in the vocabulary. Add it.");
    }

    public override int Count => vocabulary.Count;

    public override int? IdOf(ReadOnlySpan<char> token) => vocabulary.IdOf(token);

    public override string? TokenOf(int id) => vocabulary.TokenOf(id);

    public override void Tokenize(ReadOnlySpan<char> piece, int offset, TokenBuffer output) =>
        output.Add(vocabulary.TryGet(piece, out var id) ? id : unknownId, offset, offset + piece.Length);

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "WordLevel");
        vocabulary.Write(json);
        json.WriteString("unk_token", unknown);
        json.WriteEndObject();
    }
}
