using FineGrain.Data.Tokenization.Models;
using FineGrain.Data.Tokenization.Normalizers;
using FineGrain.Data.Tokenization.PreTokenizers;

namespace FineGrain.Data.Tokenization.Fast;

/// <summary>
/// The first three stages of a BERT tokenizer in one pass over the original text, without a normalized copy: most characters stand for exactly one
/// normalized character, so ranges need no map. A stretch between spaces in which something else occurs (a combining accent, a control character, Σ)
/// goes through the stages themselves, so that both ways always give the same tokens.
/// </summary>
internal sealed class BertPass(BertNormalizer normalizer, BertPreTokenizer preTokenizer, WordPiece model)
{
    private const int LongestWord = 128;

    private readonly CharacterKinds kinds = new(normalizer);
    private readonly WordCache cache = new();

    /// <summary>A pass for these stages, or null where they are others.</summary>
    public static BertPass? For(TokenizerStages stages) =>
        stages is { Normalizer: BertNormalizer normalizer, PreTokenizer: BertPreTokenizer preTokenizer, Model: WordPiece model } ? new(normalizer, preTokenizer, model) : null;

    /// <summary>Appends the tokens of <paramref name="text"/>, which stands at <paramref name="offset"/> of the original, with ranges of the original.</summary>
    public void Tokenize(ReadOnlySpan<char> text, int offset, TokenBuffer output, Pieces pieces)
    {
        Span<char> word = stackalloc char[LongestWord];
        var length = 0;                 // of the word being collected
        uint hash = WordCache.Seed;
        int stretch = 0, before = output.Count;
        for (var i = 0; i < text.Length; i++)
        {
            var unit = text[i];
            var kind = kinds.Of(unit, out var mapped);
            if (kind == CharacterKind.Letter && length < LongestWord)
            {
                word[length++] = mapped;
                hash = WordCache.Mix(hash, mapped);
                continue;
            }
            if (kind == CharacterKind.Pair && length < LongestWord - 1 && i + 1 < text.Length && CharacterKinds.IsPlainPair(unit, text[i + 1]))
            {
                word[length++] = unit;
                word[length++] = text[++i];
                hash = WordCache.Mix(WordCache.Mix(hash, unit), text[i]);
                continue;
            }
            if (kind is CharacterKind.Letter or CharacterKind.Pair or CharacterKind.Other)
            {
                output.Count = before;
                i = EndOfStretch(text, i);
                Stages(text[stretch..i], offset + stretch, output, pieces);
                // The space itself, if there is one, is handled here: it belongs to nothing.
                (stretch, before, length, hash) = (i + 1, output.Count, 0, WordCache.Seed);
                continue;
            }
            if (length > 0)
            {
                Word(word[..length], hash, offset + i - length, output);
                (length, hash) = (0, WordCache.Seed);
            }
            if (kind == CharacterKind.Alone) output.Add(model.IdOfHead(mapped), offset + i, offset + i + 1);
            else (stretch, before) = (i + 1, output.Count);
        }
        if (length > 0) Word(word[..length], hash, offset + text.Length - length, output);
    }

    private void Word(ReadOnlySpan<char> word, uint hash, int start, TokenBuffer output)
    {
        if (cache.TryAppend(word, hash, start, output)) return;
        var before = output.Count;
        model.Tokenize(word, start, output);
        cache.Keep(word, hash, start, output, before);
    }

    private int EndOfStretch(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length && kinds.Of(text[from], out _) != CharacterKind.Space) from++;
        return from;
    }

    private void Stages(ReadOnlySpan<char> stretch, int offset, TokenBuffer output, Pieces pieces)
    {
        var text = pieces.Text;
        text.Reset(stretch, offset);
        normalizer.Apply(text);
        pieces.Reset();
        preTokenizer.Split(pieces);
        for (var p = 0; p < pieces.Count; p++)
        {
            var from = output.Count;
            model.Tokenize(text.Units[pieces[p].Start..pieces[p].End], pieces[p].Start, output);
            for (var i = from; i < output.Count; i++) output.Offsets[i] = new(text.StartOf(output.Offsets[i].Start), text.EndOf(output.Offsets[i].End - 1));
        }
    }
}
