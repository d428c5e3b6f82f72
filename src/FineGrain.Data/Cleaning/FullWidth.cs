using FineGrain.Data.Unicode;

namespace FineGrain.Data.Cleaning;

/// <summary>Full-width forms U+FF01–U+FF5E and the ideographic space U+3000 become ASCII.</summary>
internal static class FullWidth
{
    /// <summary>Unit by unit, so every offset stays.</summary>
    public static void ToAscii(MappedText text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var unit = text.Units[i];
            if (unit is >= '\uFF01' and <= '\uFF5E') text.Replace(i, (char)(unit - 0xFEE0));
            else if (unit == '\u3000') text.Replace(i, ' ');
        }
    }
}
