using System.Buffers;

namespace FineGrain.Analysis.Slicing;

/// <summary>
/// A list of markers of one phenomenon, English and Chinese together. An entry of letters is matched as whole words, case aside; <c>*</c> at its start or end lets a word go on there;
/// an entry with other characters (Chinese, emoji, punctuation) is matched anywhere. Lists are in <c>Slicing/Lexicons</c>.
/// </summary>
public sealed class Lexicon
{
    private static readonly Dictionary<string, Lazy<Lexicon>> Known = ((string[])["negation", "contrast", "degree", "irony"]).ToDictionary(n => n, n => new Lazy<Lexicon>(() => Read(n)));
    private readonly HashSet<string> words = new(StringComparer.Ordinal);
    private readonly List<string> starts = [], ends = [], phrases = [];
    private readonly SearchValues<string> anywhere;

    /// <summary>A lexicon of <paramref name="entries"/>.</summary>
    public Lexicon(IEnumerable<string> entries)
    {
        var parts = new List<string>();
        foreach (var entry in entries.Select(e => e.Trim().ToLowerInvariant()).Where(e => e.Length > 0))
        {
            var bare = entry.Trim('*');
            if (!bare.All(c => char.IsAsciiLetter(c) || c is '\'' or ' ')) parts.Add(bare);
            else if (entry.EndsWith('*')) starts.Add(bare);
            else if (entry.StartsWith('*')) ends.Add(bare);
            else if (bare.Contains(' ')) phrases.Add($" {bare} ");
            else words.Add(bare);
        }
        anywhere = SearchValues.Create([.. parts], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A list that comes with FineGrain: negation, contrast, degree or irony.</summary>
    public static Lexicon Named(string name) => Known[name].Value;

    /// <summary>Whether <paramref name="text"/> has an entry.</summary>
    public bool In(string text)
    {
        if (text.AsSpan().ContainsAny(anywhere)) return true;
        List<string> found = [.. Terms.Spaced(text)];
        foreach (var word in found)
            if (words.Contains(word) || starts.Exists(s => word.StartsWith(s, StringComparison.Ordinal)) || ends.Exists(e => word.EndsWith(e, StringComparison.Ordinal))) return true;
        if (phrases.Count == 0) return false;
        var line = $" {string.Join(' ', found)} ";
        return phrases.Exists(p => line.Contains(p, StringComparison.Ordinal));
    }

    private static Lexicon Read(string name)
    {
        using var reader = new StreamReader(typeof(Lexicon).Assembly.GetManifestResourceStream($"lexicon.{name}.txt")!);
        return new(reader.ReadToEnd().Split('\n').Where(l => !l.StartsWith("//", StringComparison.Ordinal)));
    }
}
