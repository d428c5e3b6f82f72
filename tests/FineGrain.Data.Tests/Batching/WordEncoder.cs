using FineGrain.Data.Batching;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Tests.Batching;

/// <summary>A tokenizer to try windows with: units are words or Chinese characters, long words are several tokens, a frame stands around.</summary>
internal sealed class WordEncoder(int tokenLength = 4, int[]? before = null, int[]? after = null, bool withUnits = true)
{
    private readonly int[] before = before ?? [1];
    private readonly int[] after = after ?? [2];

    /// <summary>Lengths of the texts that were encoded.</summary>
    public List<int> Lengths { get; } = [];

    public EncodedExample Encode(string text)
    {
        Lengths.Add(text.Length);
        List<int> ids = [.. before], owners = [.. before.Select(_ => -1)];
        List<Offset> offsets = [.. before.Select(_ => default(Offset))], units = [];
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }
            var end = i + 1;
            while (text[i] < 0x3000 && end < text.Length && text[end] < 0x3000 && !char.IsWhiteSpace(text[end])) end++;
            for (var at = i; at < end; at += tokenLength)
            {
                var past = Math.Min(end, at + tokenLength);
                ids.Add(10 + (text[at] * 31) + (past - at));
                offsets.Add(new(at, past));
                owners.Add(units.Count);
            }
            units.Add(new(i, end));
            i = end;
        }
        ids.AddRange(after);
        offsets.AddRange(after.Select(id => id == 3 ? new Offset(0, 4) : default)); // 3 is a token of the pair
        owners.AddRange(after.Select(_ => -1));
        return new() { Ids = [.. ids], TypeIds = [.. ids.Select(id => id == 3 ? 1 : 0)], Offsets = [.. offsets], NgramIds = [7], TokenUnits = withUnits ? [.. owners] : [], Units = withUnits ? [.. units] : [], CharIds = withUnits ? [.. units.SelectMany(u => new[] { (int)text[u.Start], u.Length, 5 })] : [], FeatureIds = withUnits ? [.. units.SelectMany(u => new[] { u.Length, text[u.End - 1] })] : [] };
    }
}
