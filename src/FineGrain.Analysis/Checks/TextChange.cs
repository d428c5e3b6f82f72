using System.Text;

namespace FineGrain.Analysis.Checks;

/// <summary>Changes of a text that leave its meaning alone; the same text is always changed the same way.</summary>
public static class TextChange
{
    private static readonly Dictionary<string, Func<string, IEnumerable<string>>> All = new(StringComparer.Ordinal)
    {
        ["punctuation"] = Punctuation,
        ["spaces"] = text => [$"  {text} ", text.Replace(" ", "  ", StringComparison.Ordinal)],
        ["full_width"] = text => [Mapped(text, c => c is > ' ' and <= '~' ? (char)(c + 0xFEE0) : c)],
        ["upper_case"] = text => [text.ToUpperInvariant()],
        ["lower_case"] = text => [text.ToLowerInvariant()],
        ["typo"] = text => Typo(text) is { } changed ? [changed] : [],
        ["contraction"] = Contraction,
        ["url"] = text => [$"{text} https://t.co/9fR2xK", $"@user {text}"],
        ["traditional"] = text => [Mapped(text, c => CharacterTable.Traditional.GetValueOrDefault(c, c))],
        ["homophone"] = Homophone,
        ["emoji_neutral"] = text => [$"{text} 📷"],
    };

    private static readonly (string Long, string Short)[] Contractions =
    [
        ("is not", "isn't"), ("are not", "aren't"), ("was not", "wasn't"), ("were not", "weren't"), ("do not", "don't"), ("does not", "doesn't"), ("did not", "didn't"), ("cannot", "can't"), ("can not", "can't"),
        ("could not", "couldn't"), ("would not", "wouldn't"), ("will not", "won't"), ("have not", "haven't"), ("has not", "hasn't"), ("it is", "it's"), ("I am", "I'm"), ("that is", "that's"), ("they are", "they're"), ("we are", "we're"), ("I have", "I've"),
    ];

    /// <summary>The names of the changes.</summary>
    public static IReadOnlyList<string> Known => [.. All.Keys];

    /// <summary>The changed forms of <paramref name="text"/>; none where the change finds nothing to change.</summary>
    /// <param name="change">One of <see cref="Known"/>.</param>
    /// <param name="text">The text.</param>
    /// <param name="language">Language of the suite; Chinese punctuation is changed to Chinese punctuation.</param>
    public static IEnumerable<string> Of(string change, string text, string language) => (change == "punctuation" && language == "zh" ? ChinesePunctuation(text) : All[change](text)).Where(t => t != text);

    private static IEnumerable<string> Punctuation(string text)
    {
        var bare = text.TrimEnd('.', '!', ' ');
        if (text.EndsWith('?')) return [text.TrimEnd('?', ' ') + " ?"];
        return [bare, $"{bare}.", $"{bare} ."];
    }

    private static IEnumerable<string> ChinesePunctuation(string text)
    {
        var bare = text.TrimEnd('。', '.', ' ');
        return text.EndsWith('？') || text.EndsWith('！') ? [] : [bare, $"{bare}。", $"{bare}.", bare.Replace('，', ',') + "。", bare.Replace('，', ' ')];
    }

    /// <summary>Two neighbouring letters inside the longest word change places.</summary>
    private static string? Typo(string text)
    {
        var words = text.Split(' ');
        var longest = Enumerable.Range(0, words.Length).Where(i => words[i].Length >= 5 && words[i].All(char.IsAsciiLetter)).OrderByDescending(i => words[i].Length).Cast<int?>().FirstOrDefault();
        if (longest is not { } at) return null;
        var word = words[at].ToCharArray();
        var middle = word.Length / 2;
        (word[middle], word[middle - 1]) = (word[middle - 1], word[middle]);
        words[at] = new(word);
        return string.Join(' ', words);
    }

    private static IEnumerable<string> Contraction(string text)
    {
        var padded = $" {text} ";
        foreach (var (full, brief) in Contractions)
        {
            if (padded.Contains($" {full} ", StringComparison.OrdinalIgnoreCase)) yield return padded.Replace($" {full} ", $" {brief} ", StringComparison.OrdinalIgnoreCase).Trim();
            if (padded.Contains($" {brief} ", StringComparison.OrdinalIgnoreCase)) yield return padded.Replace($" {brief} ", $" {full} ", StringComparison.OrdinalIgnoreCase).Trim();
        }
    }

    /// <summary>The first characters that are often mistyped as another of the same sound, one a form.</summary>
    private static IEnumerable<string> Homophone(string text)
    {
        var made = 0;
        for (var i = 0; i < text.Length && made < 2; i++)
            if (CharacterTable.Homophones.TryGetValue(text[i], out var other))
            {
                made++;
                yield return $"{text[..i]}{other}{text[(i + 1)..]}";
            }
    }

    private static string Mapped(string text, Func<char, char> map)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text) result.Append(map(c));
        return result.ToString();
    }
}
