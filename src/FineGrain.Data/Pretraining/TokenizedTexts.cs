using FineGrain.Core.Recipes;
using FineGrain.Data.Randomness;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Pretraining;

/// <summary>Texts as one array of token ids, with the tokenizer that was trained on them.</summary>
/// <param name="Tokenizer">The tokenizer.</param>
/// <param name="Ids">Ids of all texts, one after the other.</param>
/// <param name="Starts">Where each text begins, and the end: one more than there are texts.</param>
public sealed record TokenizedTexts(Tokenizer Tokenizer, int[] Ids, int[] Starts)
{
    /// <summary>Trains the tokenizer of <paramref name="recipe"/> on the texts and encodes them whole, without special tokens.</summary>
    public static TokenizedTexts Of(TokenizerRecipe recipe, IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var tokenizer = TokenizerTrainer.Train(recipe, texts);
        var options = new EncodeOptions { SpecialTokens = false };
        var (ids, starts) = (new List<int>(), new List<int>(texts.Count + 1) { 0 });
        foreach (var text in texts)
        {
            ids.AddRange(tokenizer.Encode(text, null, options).Ids);
            starts.Add(ids.Count);
        }
        return new(tokenizer, [.. ids], [.. starts]);
    }

    /// <summary>Holds some texts back: whole texts drawn at random, of <paramref name="tokens"/> tokens together at most and a fiftieth of all.</summary>
    /// <param name="tokens">Most tokens to hold back.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <returns>What is left, and what is held back.</returns>
    public (TokenizedTexts Kept, TokenizedTexts Held) HoldBack(int tokens, int seed)
    {
        int[] order = [.. Enumerable.Range(0, Starts.Length - 1)];
        new SeededRandom(seed, 'd').Shuffle<int>(order);
        var most = Math.Min(tokens, Ids.Length / 50);
        var (held, sum) = (new HashSet<int>(), 0);
        foreach (var text in order)
        {
            var length = Starts[text + 1] - Starts[text];
            if (length < 2 || sum + length > most) continue;
            held.Add(text);
            sum += length;
        }
        return (Only(text => !held.Contains(text)), Only(held.Contains));
    }

    private TokenizedTexts Only(Func<int, bool> wanted)
    {
        var (ids, starts) = (new List<int>(), new List<int> { 0 });
        for (var text = 0; text + 1 < Starts.Length; text++)
        {
            if (!wanted(text)) continue;
            ids.AddRange(Ids.AsSpan(Starts[text]..Starts[text + 1]));
            starts.Add(ids.Count);
        }
        return this with { Ids = [.. ids], Starts = [.. starts] };
    }

    /// <summary>The vocabulary by id.</summary>
    public IReadOnlyList<string> Tokens => [.. Enumerable.Range(0, Tokenizer.VocabularySize).Select(Tokenizer.TokenOf)];
}
