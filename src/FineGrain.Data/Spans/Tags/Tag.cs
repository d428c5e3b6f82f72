namespace FineGrain.Data.Spans.Tags;

/// <summary>The tag of one token, such as B-PER; the default value is O.</summary>
/// <param name="Letter">B, I, M, E, S, L or U; '\0' outside and for a bare type.</param>
/// <param name="Type">Entity type, or null outside.</param>
public readonly record struct Tag(char Letter, string? Type)
{
    private const string Letters = "BIMESLU";

    /// <summary>Whether the token lies in no span.</summary>
    public bool IsOutside => Type is null;

    /// <summary>
    /// Reads a tag: <c>O</c>, a letter and a type joined by '-' or '_', or a bare type. A bare letter stands for a span without a type: its type is the empty
    /// string.
    /// </summary>
    public static Tag Parse(string text)
    {
        if (text is "O" or "o") return default;
        if (text.Length >= 2 && text[1] is '-' or '_' && Letters.Contains(text[0], StringComparison.Ordinal)) return new(text[0], text[2..]);
        return text.Length == 1 && Letters.Contains(text[0], StringComparison.Ordinal) ? new(text[0], "") : new('\0', text);
    }

    /// <inheritdoc/>
    public override string ToString() => Type switch { null => "O", "" when Letter != '\0' => $"{Letter}", _ => Letter == '\0' ? Type : $"{Letter}-{Type}" };
}
