using System.Text;
using System.Text.Json;
using FineGrain.Core;

namespace FineGrain.Data.Tokenization.Models;

/// <summary>
/// Unigram language model (Kudo 2018): of all ways to cut a piece into entries the one with the highest sum of log-probabilities, found by Viterbi.
/// A code point that no entry covers is unknown and costs 10 more than the rarest entry; unknown ones in a row are one token.
/// </summary>
internal sealed class Unigram : TokenModel
{
    /// <summary>Cost of an unknown code point beside the lowest score, as in SentencePiece.</summary>
    public const double UnknownPenalty = 10;

    [ThreadStatic]
    private static Step[]? steps;

    private readonly Vocabulary vocabulary;
    private readonly double[] scores;
    private readonly int unknownId;
    private readonly double unknownScore;
    private readonly PrefixTrie trie;
    private readonly int[]? byteIds;

    /// <param name="entries">Entries with their log-probabilities; id = position.</param>
    /// <param name="unknownId">Position of the unknown token.</param>
    /// <param name="byteFallback">Whether unknown code points become bytes.</param>
    /// <param name="where">File for errors.</param>
    /// <exception cref="InputException">No entries, or the unknown id is not one of them.</exception>
    public Unigram(IReadOnlyList<(string Token, double Score)> entries, int unknownId, bool byteFallback, string where)
    {
        if ((uint)unknownId >= (uint)entries.Count) throw new InputException(where, $"the unknown id {unknownId} is not one of the {entries.Count} entries.");
        vocabulary = new([.. entries.Select(e => e.Token)], where);
        scores = [.. entries.Select(e => e.Score)];
        this.unknownId = unknownId;
        unknownScore = scores.Min() - UnknownPenalty;
        trie = new(entries.Select((e, id) => KeyValuePair.Create(e.Token, id)).Where(e => e.Value != unknownId));
        if (byteFallback) byteIds = [.. Enumerable.Range(0, 256).Select(b => vocabulary.IdOf($"<0x{b:X2}>") ?? -1)];
    }

    private record struct Step(double Score, int From, int Id);

    public override int Count => vocabulary.Count;

    public override int? IdOf(ReadOnlySpan<char> token) => vocabulary.IdOf(token);

    public override string? TokenOf(int id) => vocabulary.TokenOf(id);

    public override void Tokenize(ReadOnlySpan<char> piece, int offset, TokenBuffer output)
    {
        if (steps is null || steps.Length <= piece.Length) steps = new Step[Math.Max(256, piece.Length * 2)];
        var best = steps;
        Search(piece, best);

        // Back along the best path: links are turned round in place so that it can be walked forward.
        for (var at = piece.Length; at > 0; at = best[at].From) best[best[at].From].Score = at;
        var unknownStart = -1;
        for (var at = 0; at < piece.Length;)
        {
            var end = (int)best[at].Score;
            if (best[end].Id == unknownId)
            {
                if (unknownStart < 0) unknownStart = at;
            }
            else
            {
                Unknown(piece, unknownStart, at, offset, output);
                unknownStart = -1;
                output.Add(best[end].Id, offset + at, offset + end);
            }
            at = end;
        }
        Unknown(piece, unknownStart, piece.Length, offset, output);
    }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Unigram");
        json.WriteNumber("unk_id", unknownId);
        json.WriteStartArray("vocab");
        foreach (var (token, id) in vocabulary.Entries)
        {
            json.WriteStartArray();
            json.WriteStringValue(token);
            json.WriteNumberValue(scores[id]);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteBoolean("byte_fallback", byteIds is not null);
        json.WriteEndObject();
    }

    /// <summary>best[e] = score of the best cut of the first e units, where its last token begins, and that token.</summary>
    private void Search(ReadOnlySpan<char> piece, Step[] best)
    {
        best[0] = default;
        for (var i = 1; i <= piece.Length; i++) best[i] = new(double.NegativeInfinity, -1, -1);
        for (int at = 0, width; at < piece.Length; at += width)
        {
            width = char.IsHighSurrogate(piece[at]) && at + 1 < piece.Length && char.IsLowSurrogate(piece[at + 1]) ? 2 : 1;
            var here = best[at].Score;
            var covered = false;
            var node = PrefixTrie.Root;
            for (var end = at; end < piece.Length;)
            {
                node = trie.Step(node, piece[end++], out var id);
                if (node == 0) break;
                if (id < 0) continue;
                covered |= end - at == width;
                if (here + scores[id] > best[end].Score) best[end] = new(here + scores[id], at, id);
            }
            if (!covered && here + unknownScore > best[at + width].Score) best[at + width] = new(here + unknownScore, at, unknownId);
        }
    }

    private void Unknown(ReadOnlySpan<char> piece, int start, int end, int offset, TokenBuffer output)
    {
        if (start < 0 || start == end) return;
        if (byteIds is not null)
        {
            var before = output.Count;
            if (Bytes(piece, start, end, offset, output)) return;
            output.Count = before;
        }
        output.Add(unknownId, offset + start, offset + end);
    }

    private bool Bytes(ReadOnlySpan<char> piece, int start, int end, int offset, TokenBuffer output)
    {
        Span<byte> bytes = stackalloc byte[4];
        for (int at = start, width; at < end; at += width)
        {
            Rune.DecodeFromUtf16(piece[at..end], out var rune, out width);
            foreach (var b in bytes[..rune.EncodeToUtf8(bytes)])
            {
                if (byteIds![b] < 0) return false;
                output.Add(byteIds[b], offset + at, offset + at + width);
            }
        }
        return true;
    }
}
