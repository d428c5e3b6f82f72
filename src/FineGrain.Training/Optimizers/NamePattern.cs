namespace FineGrain.Training.Optimizers;

/// <summary>Patterns over parameter names: '*' matches any run of characters, everything else itself.</summary>
public static class NamePattern
{
    /// <summary>Whether <paramref name="name"/> matches <paramref name="pattern"/> as a whole.</summary>
    public static bool Matches(string pattern, string name)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(name);
        var (p, n, star, retry) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, retry) = (p++, n);
            else if (p < pattern.Length && pattern[p] == name[n]) (p, n) = (p + 1, n + 1);
            else if (star >= 0) (p, n) = (star + 1, ++retry); // the last '*' takes one more character
            else return false;
        }
        return pattern.AsSpan(p).Trim('*').IsEmpty;
    }
}
