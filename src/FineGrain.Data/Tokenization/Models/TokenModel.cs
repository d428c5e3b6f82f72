using System.Text.Json;

namespace FineGrain.Data.Tokenization.Models;

/// <summary>Third stage: turns one piece of normalized text into vocabulary entries.</summary>
internal abstract class TokenModel
{
    /// <summary>Number of entries.</summary>
    public abstract int Count { get; }

    /// <summary>Id of an entry, or null.</summary>
    public abstract int? IdOf(ReadOnlySpan<char> token);

    /// <summary>Entry of an id in [0, Count), or null where the id is unused.</summary>
    public abstract string? TokenOf(int id);

    /// <summary>
    /// Appends the tokens of <paramref name="piece"/>; ranges are those of the piece plus <paramref name="offset"/>. Never throws for any text;
    /// safe for several threads.
    /// </summary>
    public abstract void Tokenize(ReadOnlySpan<char> piece, int offset, TokenBuffer output);

    /// <summary>Writes the model as tokenizer.json has it.</summary>
    public abstract void Write(Utf8JsonWriter json);
}
