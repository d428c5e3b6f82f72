using FineGrain.Core;
using FineGrain.Data.Tokenization.Fast;
using FineGrain.Data.Tokenization.Json;
using FineGrain.Data.Tokenization.PostProcessors;
using FineGrain.Data.Tokenization.PreTokenizers;

namespace FineGrain.Data.Tokenization;

/// <summary>
/// Text to vocabulary ids in the four stages of huggingface/tokenizers: normalizer, pre-tokenizer, model, post-processor. Every token knows its range
/// of the original text. Safe for several threads at once. No text makes it throw: unpaired surrogates count as U+FFFD.
/// </summary>
public sealed class Tokenizer
{
    [ThreadStatic]
    private static Scratch? scratch;

    private readonly Dictionary<string, AddedToken> addedByContent;
    private readonly Dictionary<int, AddedToken> addedById;
    private readonly AddedTokenFinder? inOriginal;
    private readonly AddedTokenFinder? inNormalized;

    private readonly BertPass? pass;

    internal Tokenizer(TokenizerStages stages, bool allowsFastPass = true)
    {
        Stages = stages;
        addedByContent = stages.AddedTokens.ToDictionary(t => t.Content, StringComparer.Ordinal);
        addedById = stages.AddedTokens.ToDictionary(t => t.Id);
        var normalizer = stages.Normalizer;
        var original = stages.AddedTokens.Where(t => !t.Normalized || normalizer is null).Select(t => (t.Content, t)).ToArray();
        var normalized = stages.AddedTokens.Where(t => t.Normalized && normalizer is not null).Select(t => (normalizer!.Apply(t.Content), t)).ToArray();
        inOriginal = original.Length > 0 ? new(original) : null;
        inNormalized = normalized.Length > 0 ? new(normalized) : null;
        pass = allowsFastPass && inNormalized is null ? BertPass.For(stages) : null;
        VocabularySize = Math.Max(stages.Model.Count, stages.AddedTokens.Select(t => t.Id + 1).DefaultIfEmpty(0).Max());
        PaddingId = stages.PaddingId ?? IdOf("[PAD]") ?? IdOf("<pad>") ?? 0;
    }

    /// <summary>One more than the highest id: the rows of an embedding table.</summary>
    public int VocabularySize { get; }

    /// <summary>Id that fills up a batch: the file's own, else that of [PAD] or &lt;pad&gt;, else 0.</summary>
    public int PaddingId { get; }

    internal TokenizerStages Stages { get; }

    /// <summary>Reads a tokenizer.json, a vocab.txt (WordPiece, one entry a line), or the one of them that stands in a folder.</summary>
    /// <exception cref="InputException">The file is missing, damaged or asks for a stage that is not supported; the message names the JSON path.</exception>
    public static Tokenizer Load(string path)
    {
        if (Directory.Exists(path))
        {
            var json = Path.Combine(path, "tokenizer.json");
            return Load(File.Exists(json) ? json : Path.Combine(path, "vocab.txt"));
        }
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, $"cannot be read: {e.Message} A tokenizer is a tokenizer.json or a vocab.txt, or a folder that has one.", e);
        }
        return path.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) ? VocabularyFile.Read(bytes, path) : TokenizerReader.Read(bytes, path);
    }

    /// <summary>Reads the text of a tokenizer.json.</summary>
    /// <exception cref="InputException">The text is damaged or asks for a stage that is not supported.</exception>
    public static Tokenizer Parse(string json) => TokenizerReader.Read(System.Text.Encoding.UTF8.GetBytes(json), "tokenizer.json");

    /// <summary>The tokenizer as the text of a tokenizer.json that Hugging Face's libraries read.</summary>
    public string ToJson() => System.Text.Encoding.UTF8.GetString(TokenizerWriter.Write(Stages));

    /// <summary>Writes tokenizer.json at <paramref name="path"/>, or into it where it is a folder.</summary>
    /// <exception cref="InputException">The place cannot be written.</exception>
    public void Save(string path)
    {
        if (Directory.Exists(path)) path = Path.Combine(path, "tokenizer.json");
        var bytes = TokenizerWriter.Write(Stages);
        FileWriting.Atomically(path, stream => stream.Write(bytes));
    }

    /// <summary>Id of a vocabulary entry or added token, or null.</summary>
    public int? IdOf(string token) => addedByContent.TryGetValue(token, out var added) ? added.Id : Stages.Model.IdOf(token);

    /// <summary>Entry of <paramref name="id"/>; the empty string where the vocabulary has a hole.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="id"/> is not in [0, <see cref="VocabularySize"/>).</exception>
    public string TokenOf(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, VocabularySize);
        return addedById.TryGetValue(id, out var added) ? added.Content : Stages.Model.TokenOf(id) ?? "";
    }

    /// <summary>This tokenizer with further special tokens, which get the next free ids; those that it has already stay as they are.</summary>
    public Tokenizer With(params ReadOnlySpan<string> specialTokens)
    {
        var added = new List<AddedToken>(Stages.AddedTokens);
        var next = VocabularySize;
        foreach (var token in specialTokens)
            if (IdOf(token) is null) added.Add(new() { Id = next++, Content = token, Special = true });
        return new(Stages with { AddedTokens = added, PaddingId = PaddingId });
    }

    /// <summary>Encodes a text, or a pair of texts, with the special tokens of the post-processor.</summary>
    /// <exception cref="InputException"><see cref="EncodeOptions.MaxLength"/> has no room for the special tokens, or the truncation is unknown.</exception>
    public Encoding Encode(string text, string? pair = null, EncodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        options ??= EncodeOptions.Default;
        var own = scratch ??= new();
        Tokenize(text, own.First, own.Pieces);
        own.Second.Count = 0;
        if (pair is not null) Tokenize(pair, own.Second, own.Pieces);

        var layout = pair is null ? Stages.Single : Stages.Pair;
        var special = 0;
        if (options.SpecialTokens)
            foreach (var part in layout) special += part.Ids.Length;
        var cut = Truncation.Plan(own.First.Count, pair is null ? null : own.Second.Count, special, options);
        return Assemble(own, layout, special, cut, options.SpecialTokens);
    }

    private Encoding Assemble(Scratch own, IReadOnlyList<TemplatePart> layout, int special, Truncation.Cut cut, bool withSpecial)
    {
        var result = new Encoding(this, cut.First + cut.Second + special);
        var at = 0;
        for (var p = 0; p < layout.Count; p++)
        {
            var part = layout[p];
            var from = at;
            if (part.Sequence < 0)
            {
                if (!withSpecial) continue;
                foreach (var id in part.Ids)
                {
                    result.Ids[at] = id;
                    result.Offsets[at] = default;
                    result.Special[at] = true;
                    result.Sequence[at++] = -1;
                }
            }
            else
            {
                var source = part.Sequence == 0 ? own.First : own.Second;
                var keep = part.Sequence == 0 ? cut.First : cut.Second;
                var tail = part.Sequence == 0 ? cut.FirstTail : 0;
                at = Copy(source, 0, keep - tail, result, at);
                at = Copy(source, source.Count - tail, tail, result, at);
                if (part.Sequence == 1) result.Sequence.AsSpan(from, at - from).Fill(1);
            }
            if (part.TypeId != 0) result.TypeIds.AsSpan(from, at - from).Fill(part.TypeId);
        }
        return result;
    }

    private static int Copy(TokenBuffer source, int from, int count, Encoding result, int at)
    {
        source.Ids.AsSpan(from, count).CopyTo(result.Ids.AsSpan(at));
        source.Offsets.AsSpan(from, count).CopyTo(result.Offsets.AsSpan(at));
        return at + count;
    }

    private void Tokenize(string text, TokenBuffer output, Pieces pieces)
    {
        output.Count = 0;
        if (inOriginal is null)
        {
            Segment(text, 0, isFirst: true, output, pieces);
        }
        else
        {
            for (var at = 0; at < text.Length;)
            {
                var added = inOriginal.Next(text, at, out var start, out var end);
                if (start > at) Segment(text.AsSpan(at, start - at), at, at == 0, output, pieces);
                if (added is not null) output.Add(added.Id, start, end);
                at = end;
            }
        }
        if (Stages.PostProcessor is { TrimsOffsets: true }) TrimOffsets(text, output);
    }

    /// <summary>A stretch of the original without added tokens.</summary>
    private void Segment(ReadOnlySpan<char> segment, int offset, bool isFirst, TokenBuffer output, Pieces pieces)
    {
        if (pass is not null)
        {
            pass.Tokenize(segment, offset, output, pieces);
            return;
        }
        var text = pieces.Text;
        text.Reset(segment, offset);
        Stages.Normalizer?.Apply(text);
        if (inNormalized is null)
        {
            pieces.Reset();
            pieces.IsFirst = isFirst;
            Model(output, pieces);
            return;
        }
        // The pre-tokenizer may change the text, so each stretch between added tokens gets a copy of its own.
        var whole = new MappedCopy(text);
        for (var at = 0; at < whole.Length;)
        {
            var added = inNormalized.Next(whole.Units, at, out var start, out var end);
            if (start > at)
            {
                whole.Restore(text, at, start);
                pieces.Reset();
                pieces.IsFirst = isFirst && at == 0;
                Model(output, pieces);
            }
            if (added is not null) output.Add(added.Id, whole.StartOf(start), whole.EndOf(end - 1));
            at = end;
        }
    }

    private void Model(TokenBuffer output, Pieces pieces)
    {
        Stages.PreTokenizer?.Split(pieces);
        var text = pieces.Text;
        var from = output.Count;
        for (var p = 0; p < pieces.Count; p++)
        {
            var (start, end) = pieces[p];
            Stages.Model.Tokenize(text.Units[start..end], start, output);
        }
        var offsets = output.Offsets;
        for (var i = from; i < output.Count; i++) offsets[i] = new(text.StartOf(offsets[i].Start), text.EndOf(offsets[i].End - 1));
    }

    private static void TrimOffsets(string text, TokenBuffer output)
    {
        for (var i = 0; i < output.Count; i++)
        {
            var (start, end) = output.Offsets[i];
            while (start < end && Unicode.UnicodeNormalizer.IsSpace(text[start])) start++;
            while (end > start && Unicode.UnicodeNormalizer.IsSpace(text[end - 1])) end--;
            output.Offsets[i] = new(start, end);
        }
    }

    private sealed class Scratch
    {
        public TokenBuffer First { get; } = new();

        public TokenBuffer Second { get; } = new();

        public Pieces Pieces { get; } = new();
    }
}
