using System.Text.Json;
using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization.Normalizers;

/// <summary>First stage: changes the text, keeping for each unit where in the original it came from.</summary>
internal abstract class Normalizer
{
    /// <summary>Changes <paramref name="text"/> in place.</summary>
    public abstract void Apply(MappedText text);

    /// <summary>Writes the stage as tokenizer.json has it.</summary>
    public abstract void Write(Utf8JsonWriter json);

    /// <summary>The normalized form of a whole string.</summary>
    public string Apply(string text)
    {
        var mapped = new MappedText(text);
        Apply(mapped);
        return mapped.ToString();
    }
}
