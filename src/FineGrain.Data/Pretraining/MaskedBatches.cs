using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Batching;
using FineGrain.Data.Randomness;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Pretraining;

/// <summary>
/// Texts as batches whose targets are tokens: stretches of similar length, cut anew into batches each epoch. Everything is a pure function of (seed, epoch), so that training can
/// start again at any batch. Safe for several threads.
/// </summary>
public sealed class MaskedBatches
{
    private const double MaskedShare = 0.8, ReplacedShare = 0.1;
    private const int Ignored = -100;
    private readonly TokenizedTexts texts;
    private readonly EncoderPretrainRecipe recipe;
    private readonly (int Start, int Length)[] stretches;
    private readonly int[] lengths;
    private readonly bool masks;

    /// <summary>Cuts texts into stretches.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="recipe">The pretraining.</param>
    /// <param name="masks">Whether tokens to predict must be hidden in the input; else every token is predicted and none is changed.</param>
    public MaskedBatches(TokenizedTexts texts, EncoderPretrainRecipe recipe, bool masks)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(recipe);
        (this.texts, this.recipe, this.masks) = (texts, recipe, masks);
        stretches = [.. Stretches.Cut(texts.Starts, recipe.Masking.Length - (2 * Enclosed))];
        lengths = [.. stretches.Select(s => s.Length + (2 * Enclosed))];
    }

    /// <summary>The batches of an epoch, from 0.</summary>
    public EpochBatches Epoch(int epoch)
    {
        var plan = BatchPlan.Shuffled(lengths, recipe.Training.BatchSize, recipe.Training.BatchTokens, recipe.Seed, epoch);
        return new(plan.Length, index => Build(plan[index], epoch));
    }

    /// <summary>1 where stretches stand between [CLS] and [SEP], else 0.</summary>
    private int Enclosed => recipe.Tokenizer.SpecialTokens ? 1 : 0;

    private Batch Build(int[] rows, int epoch)
    {
        var width = rows.Max(r => lengths[r]);
        var (ids, mask, targets) = (new long[rows.Length * width], new long[rows.Length * width], new float[rows.Length * width]);
        Array.Fill(ids, SpecialTokens.PaddingId);
        Array.Fill(targets, Ignored);
        for (var b = 0; b < rows.Length; b++)
        {
            var (start, length) = stretches[rows[b]];
            var at = b * width;
            mask.AsSpan(at, lengths[rows[b]]).Fill(1);
            if (Enclosed > 0) (ids[at], ids[at + length + 1]) = (SpecialTokens.FirstId, SpecialTokens.LastId);
            Fill(texts.Ids.AsSpan(start, length), ids.AsSpan(at + Enclosed, length), targets.AsSpan(at + Enclosed, length), new(recipe.Seed, epoch, rows[b], 'k'));
        }
        return new()
        {
            Rows = rows.Length, Length = width, InputIds = ids, AttentionMask = mask, TokenTypeIds = new long[ids.Length], Targets = targets, Indices = rows, Tokens = rows.Sum(r => lengths[r]),
        };
    }

    private void Fill(ReadOnlySpan<int> tokens, Span<long> ids, Span<float> targets, SeededRandom random)
    {
        for (var t = 0; t < tokens.Length; t++) ids[t] = tokens[t];
        if (!masks)
        {
            for (var t = 0; t < tokens.Length; t++) targets[t] = tokens[t];
            return;
        }
        int[] order = [.. Enumerable.Range(0, tokens.Length)];
        random.Shuffle<int>(order);
        foreach (var t in order.AsSpan(0, Math.Max(1, (int)Math.Round(recipe.Masking.Rate * tokens.Length))))
        {
            targets[t] = tokens[t];
            var share = random.Share();
            if (share < MaskedShare) ids[t] = SpecialTokens.MaskId;
            else if (share < MaskedShare + ReplacedShare) ids[t] = SpecialTokens.All.Length + random.Below(Math.Max(1, texts.Tokenizer.VocabularySize - SpecialTokens.All.Length));
        }
    }
}
