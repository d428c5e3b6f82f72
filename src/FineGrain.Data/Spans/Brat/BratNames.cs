using System.Text;

namespace FineGrain.Data.Spans.Brat;

/// <summary>File names of ids, both ways: characters that a file name may not have are written as %XX, as in addresses.</summary>
internal static class BratNames
{
    private const int Longest = 120; // bytes before the extension; file systems take 255

    /// <summary>The file name of an id, without extension; null where it would be too long.</summary>
    public static string? NameOf(string id)
    {
        var name = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(id))
        {
            var c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' || (c == '.' && name.Length > 0)) name.Append(c);
            else name.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }
        return name.Length is 0 or > Longest ? null : name.ToString();
    }

    /// <summary>The id of a file name: unescaped where that leads back to the very name.</summary>
    public static string IdOf(string name)
    {
        var id = Uri.UnescapeDataString(name);
        return NameOf(id) == name ? id : name;
    }
}
