using FineGrain.Core.Recipes;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Aspects;

/// <summary>The special tokens around the asked aspect. They are put between token ids, never into the text, and a text that spells them out has [UNK] there.</summary>
public static class AspectMarkers
{
    /// <summary>Before the aspect, or in its place.</summary>
    public const string Open = "[T]";

    /// <summary>After the aspect.</summary>
    public const string Close = "[/T]";

    /// <summary>The tokenizer with the special tokens that an encoding needs.</summary>
    public static Tokenizer In(Tokenizer tokenizer, AspectRecipe aspects) => aspects.Encoding switch
    {
        "marked" => tokenizer.With(Open, Close),
        "masked" => tokenizer.With(Open),
        _ => tokenizer,
    };
}
