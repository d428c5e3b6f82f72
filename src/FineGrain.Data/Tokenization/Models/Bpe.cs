using System.Text;
using System.Text.Json;
using FineGrain.Core;

namespace FineGrain.Data.Tokenization.Models;

/// <summary>
/// Byte-pair encoding (Sennrich, Haddow and Birch 2016): from single code points, the pair of lowest rank is joined, leftmost first, until no pair is left.
/// What the vocabulary lacks becomes bytes (<c>&lt;0x41&gt;</c>) or unknown.
/// </summary>
internal sealed class Bpe : TokenModel
{
    private readonly Vocabulary vocabulary;
    private readonly BpeOptions options;
    private readonly IReadOnlyList<(string Left, string Right)> mergeList;
    private readonly Dictionary<long, (int Rank, int Id)> merges;
    private readonly int? unknownId;
    private readonly int[]? byteIds;

    /// <exception cref="InputException">A merge names a token that the vocabulary lacks, or the unknown token is missing.</exception>
    public Bpe(Vocabulary vocabulary, IReadOnlyList<(string Left, string Right)> mergeList, BpeOptions options, string where)
    {
        this.vocabulary = vocabulary;
        this.options = options;
        this.mergeList = mergeList;
        if (options.Unknown is { } unknown)
            unknownId = vocabulary.IdOf(unknown) ?? throw new InputException(where, $"the unknown token '{unknown}' is not in the vocabulary. Add it.");
        merges = new(mergeList.Count);
        for (var rank = 0; rank < mergeList.Count; rank++)
        {
            var (left, right) = mergeList[rank];
            var joined = left + (options.ContinuingPrefix is { Length: > 0 } prefix && right.StartsWith(prefix, StringComparison.Ordinal) ? right[prefix.Length..] : right);
            merges.TryAdd(Pair(Known(left, rank, where), Known(right, rank, where)), (rank, Known(joined, rank, where)));
        }
        if (options.ByteFallback)
        {
            var ids = Enumerable.Range(0, 256).Select(b => vocabulary.IdOf($"<0x{b:X2}>")).ToArray();
            byteIds = [.. ids.Select(id => id ?? -1)];
        }
    }

    public override int Count => vocabulary.Count;

    public override int? IdOf(ReadOnlySpan<char> token) => vocabulary.IdOf(token);

    public override string? TokenOf(int id) => vocabulary.TokenOf(id);

    public override void Tokenize(ReadOnlySpan<char> piece, int offset, TokenBuffer output)
    {
        if (options.IgnoreMerges && vocabulary.TryGet(piece, out var whole))
        {
            output.Add(whole, offset, offset + piece.Length);
            return;
        }
        var word = BpeWord.Rent();
        Symbols(piece, offset, word);
        word.Merge(merges);
        var unknown = -1;
        for (var s = word.First; s >= 0; s = word[s].Next)
        {
            var symbol = word[s];
            // Unknown symbols in a row are one token where the vocabulary asks for it.
            if (options.FuseUnknown && symbol.Id == unknownId && unknown == output.Count - 1 && unknown >= 0) output.Offsets[unknown] = new(output.Offsets[unknown].Start, symbol.End);
            else output.Add(symbol.Id, symbol.Start, symbol.End);
            unknown = symbol.Id == unknownId ? output.Count - 1 : -1;
        }
    }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "BPE");
        json.WriteNull("dropout");
        json.WriteString("unk_token", options.Unknown);
        json.WriteString("continuing_subword_prefix", options.ContinuingPrefix);
        json.WriteString("end_of_word_suffix", options.EndSuffix);
        json.WriteBoolean("fuse_unk", options.FuseUnknown);
        json.WriteBoolean("byte_fallback", options.ByteFallback);
        json.WriteBoolean("ignore_merges", options.IgnoreMerges);
        vocabulary.Write(json);
        json.WriteStartArray("merges");
        foreach (var (left, right) in mergeList)
        {
            json.WriteStartArray();
            json.WriteStringValue(left);
            json.WriteStringValue(right);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    internal static long Pair(int left, int right) => (long)left << 32 | (uint)right;

    private int Known(string token, int rank, string where) => vocabulary.IdOf(token)
        ?? throw new InputException(where, $"merge {rank + 1} needs the token '{token}', which the vocabulary lacks. The file is damaged; get it again.");

    private void Symbols(ReadOnlySpan<char> piece, int offset, BpeWord word)
    {
        var affixed = options.ContinuingPrefix is { Length: > 0 } || options.EndSuffix is { Length: > 0 };
        Span<byte> bytes = stackalloc byte[4];
        for (int at = 0, width; at < piece.Length; at += width)
        {
            width = char.IsHighSurrogate(piece[at]) && at + 1 < piece.Length && char.IsLowSurrogate(piece[at + 1]) ? 2 : 1;
            var symbol = piece.Slice(at, width);
            int start = offset + at, end = start + width;
            if (affixed)
                symbol = string.Concat(at > 0 ? options.ContinuingPrefix : null, symbol, at + width == piece.Length ? options.EndSuffix : null);
            if (vocabulary.TryGet(symbol, out var id))
            {
                word.Add(id, start, end);
                continue;
            }
            if (byteIds is not null && Rune.DecodeFromUtf16(piece.Slice(at, width), out var rune, out _) is var _ && AllBytes(rune, bytes, out var count))
            {
                for (var b = 0; b < count; b++) word.Add(byteIds[bytes[b]], start, end);
                continue;
            }
            if (unknownId is { } unknown) word.Add(unknown, start, end);
        }
    }

    private bool AllBytes(Rune rune, Span<byte> bytes, out int count)
    {
        count = rune.EncodeToUtf8(bytes);
        foreach (var b in bytes[..count])
            if (byteIds![b] < 0) return false;
        return true;
    }
}
