namespace FineGrain.Data.Tokenization.Fast;

/// <summary>
/// Tokens of recently seen words: one place for each hash, the newest word wins, so memory is bounded and threads need no lock (an entry is immutable and
/// published by one reference write).
/// </summary>
internal sealed class WordCache
{
    public const uint Seed = 2166136261;

    private const int Places = 1 << 14;

    private readonly Entry?[] entries = new Entry?[Places];

    /// <summary>One step of the hash.</summary>
    public static uint Mix(uint hash, char unit) => (hash ^ unit) * 16777619;

    /// <summary>Tokens with ranges inside the word; null where the word is not here.</summary>
    public (int Id, int Start, int End)[]? Find(ReadOnlySpan<char> word, uint hash) =>
        entries[Place(hash)] is { } entry && entry.Hash == hash && word.SequenceEqual(entry.Word) ? entry.Tokens : null;

    /// <summary>Keeps the tokens of <paramref name="word"/>, which stand in <paramref name="output"/> from <paramref name="from"/> on.</summary>
    public void Keep(ReadOnlySpan<char> word, uint hash, int start, TokenBuffer output, int from)
    {
        var tokens = new (int, int, int)[output.Count - from];
        for (var i = 0; i < tokens.Length; i++)
            tokens[i] = (output.Ids[from + i], output.Offsets[from + i].Start - start, output.Offsets[from + i].End - start);
        entries[Place(hash)] = new(hash, word.ToString(), tokens);
    }

    private static int Place(uint hash) => (int)((hash ^ hash >> 15) & (Places - 1));

    private sealed record Entry(uint Hash, string Word, (int Id, int Start, int End)[] Tokens);
}
