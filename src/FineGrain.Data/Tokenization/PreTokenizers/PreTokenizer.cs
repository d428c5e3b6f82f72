using System.Text.Json;

namespace FineGrain.Data.Tokenization.PreTokenizers;

/// <summary>Second stage: cuts the normalized text into the pieces that the model works on.</summary>
internal abstract class PreTokenizer
{
    /// <summary>Cuts every piece further; may also change the text (byte level, metaspace).</summary>
    public abstract void Split(Pieces pieces);

    /// <summary>Writes the stage as tokenizer.json has it.</summary>
    public abstract void Write(Utf8JsonWriter json);
}
