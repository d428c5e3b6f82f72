using System.Text.Json;

namespace FineGrain.Data.Tokenization.PostProcessors;

/// <summary>Fourth stage: places texts and special tokens, and trims offsets.</summary>
internal abstract class PostProcessor
{
    /// <summary>Layout of one text.</summary>
    public virtual IReadOnlyList<TemplatePart> Single { get; } = [TemplatePart.Text(0, 0)];

    /// <summary>Layout of a pair.</summary>
    public virtual IReadOnlyList<TemplatePart> Pair { get; } = [TemplatePart.Text(0, 0), TemplatePart.Text(1, 1)];

    /// <summary>Whether offsets leave out the white space at the borders of a token.</summary>
    public virtual bool TrimsOffsets => false;

    /// <summary>Writes the stage as tokenizer.json has it.</summary>
    public abstract void Write(Utf8JsonWriter json);
}
