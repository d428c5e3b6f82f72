using System.Net;
using System.Text.RegularExpressions;
using FineGrain.Data.Unicode;

namespace FineGrain.Data.Cleaning;

/// <summary>Decodes named and numeric HTML entities once; <c>&amp;amp;lt;</c> becomes <c>&amp;lt;</c>, not <c>&lt;</c>.</summary>
internal static partial class HtmlEntities
{
    /// <summary>Each decoded unit comes from the whole entity. What is no known entity stays.</summary>
    public static void Decode(MappedText text)
    {
        if (!text.Units.Contains('&')) return;
        var current = text.ToString();
        var at = 0;
        text.Begin();
        foreach (Match entity in Entity().Matches(current))
        {
            var decoded = WebUtility.HtmlDecode(entity.Value);
            if (decoded == entity.Value) continue;
            text.Keep(at, entity.Index);
            at = entity.Index + entity.Length;
            var (start, end) = (text.StartOf(entity.Index), text.EndOf(at - 1));
            foreach (var unit in decoded) text.Append(unit, start, end);
        }
        text.Keep(at, current.Length);
        text.Commit();
    }

    [GeneratedRegex(@"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});", RegexOptions.CultureInvariant)]
    private static partial Regex Entity();
}
