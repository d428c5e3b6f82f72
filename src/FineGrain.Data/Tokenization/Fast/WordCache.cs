using System.Runtime.CompilerServices;

namespace FineGrain.Data.Tokenization.Fast;

/// <summary>
/// Tokens of recently seen words: one place for each hash, the newest word wins, so memory is bounded. A place is one cache line without references
/// (looking up a word costs one access to memory) and guarded by a version number: odd while a thread writes, changed since when a reader lost the race.
/// </summary>
internal sealed class WordCache
{
    public const uint Seed = 2166136261;

    private const int Places = 1 << 14;
    private const int LongestWord = 12;
    private const int MostTokens = 4;

    private readonly Place[] places = new Place[Places];

    /// <summary>One step of the hash.</summary>
    public static uint Mix(uint hash, char unit) => (hash ^ unit) * 16777619;

    /// <summary>Appends the tokens of <paramref name="word"/>, which begins at <paramref name="start"/>; false where the word is not here.</summary>
    public bool TryAppend(ReadOnlySpan<char> word, uint hash, int start, TokenBuffer output)
    {
        if (word.Length > LongestWord) return false;
        ref var shared = ref places[IndexOf(hash)];
        var version = Volatile.Read(ref shared.Version);
        if ((version & 1) != 0 || shared.Hash != hash || shared.Length != word.Length) return false;
        var place = shared;
        Volatile.ReadBarrier();
        if (shared.Version != version || place.Count > MostTokens || !word.SequenceEqual(((ReadOnlySpan<char>)place.Word)[..word.Length])) return false;
        var from = 0;
        for (var i = 0; i < place.Count; i++)
        {
            int to = place.Ends[i];
            output.Add(place.Ids[i], start + from, start + to);
            from = to;
        }
        return true;
    }

    /// <summary>Keeps the tokens of <paramref name="word"/>, which stand in <paramref name="output"/> from <paramref name="from"/> on.</summary>
    public void Keep(ReadOnlySpan<char> word, uint hash, int start, TokenBuffer output, int from)
    {
        var count = output.Count - from;
        if (word.Length > LongestWord || count > MostTokens) return;
        ref var place = ref places[IndexOf(hash)];
        var version = Volatile.Read(ref place.Version);
        if ((version & 1) != 0 || Interlocked.CompareExchange(ref place.Version, version + 1, version) != version) return;
        place.Hash = hash;
        place.Length = (byte)word.Length;
        place.Count = (byte)count;
        word.CopyTo(place.Word);
        for (var i = 0; i < count; i++)
        {
            place.Ids[i] = output.Ids[from + i];
            place.Ends[i] = (byte)(output.Offsets[from + i].End - start);
        }
        Volatile.Write(ref place.Version, version + 2);
    }

    private static int IndexOf(uint hash) => (int)((hash ^ hash >> 15) & (Places - 1));

    // 4 + 4 + 1 + 1 + 4 + 24 + 16 bytes with padding: fits into 64.
    private struct Place
    {
        public int Version;
        public uint Hash;
        public Four<int> Ids;
        public Twelve Word;
        public Four<byte> Ends;
        public byte Length;
        public byte Count;
    }

    [InlineArray(MostTokens)]
    private struct Four<T>
    {
        private T first;
    }

    [InlineArray(LongestWord)]
    private struct Twelve
    {
        private char first;
    }
}
