using System.Runtime.InteropServices;
using FineGrain.Data.Tokenization.Normalizers;
using FineGrain.Data.Tokenization.PreTokenizers;

namespace FineGrain.Data.Tokenization.Training;

/// <summary>How often each piece (normalized and pre-tokenized as the finished tokenizer will do it) occurs in the training texts.</summary>
internal static class PieceCounts
{
    /// <summary>Pieces by falling count, equal counts in ordinal order: the same texts give the same list.</summary>
    public static List<(string Piece, long Count)> Of(IEnumerable<string> texts, Normalizer? normalizer, PreTokenizer? preTokenizer)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        var pieces = new Pieces { IsFirst = true };
        foreach (var text in texts)
        {
            pieces.Text.Reset(text);
            normalizer?.Apply(pieces.Text);
            pieces.Reset();
            preTokenizer?.Split(pieces);
            for (var p = 0; p < pieces.Count; p++)
                CollectionsMarshal.GetValueRefOrAddDefault(lookup, pieces.Text.Units[pieces[p].Start..pieces[p].End], out _)++;
        }
        var sorted = counts.Select(c => (c.Key, c.Value)).ToList();
        sorted.Sort((a, b) => a.Value != b.Value ? b.Value.CompareTo(a.Value) : string.CompareOrdinal(a.Key, b.Key));
        return sorted;
    }
}
