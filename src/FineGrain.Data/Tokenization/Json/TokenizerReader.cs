using System.Text.Json;
using FineGrain.Core;

namespace FineGrain.Data.Tokenization.Json;

/// <summary>Reads tokenizer.json.</summary>
internal static class TokenizerReader
{
    /// <summary>Sections that are written back as they were read.</summary>
    public static readonly string[] Kept = ["truncation", "padding", "decoder"];

    public static Tokenizer Read(ReadOnlyMemory<byte> bytes, string file)
    {
        if (bytes.Span.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 128 });
            return Read(new JsonSection(document.RootElement, file, ""));
        }
        catch (JsonException e)
        {
            throw new InputException($"{file}:{(e.LineNumber ?? 0) + 1}", $"is not valid JSON: {e.Message}", e);
        }
    }

    private static Tokenizer Read(JsonSection root)
    {
        if (root.Element.ValueKind != JsonValueKind.Object) throw new InputException(root.Where, "is not a JSON object. A tokenizer.json holds one.");
        var kept = new Dictionary<string, JsonElement>();
        foreach (var key in Kept)
            if (root.Has(key)) kept[key] = root.Element.GetProperty(key).Clone();
        return new(new TokenizerStages
        {
            AddedTokens = root.Has("added_tokens") ? [.. root.Items("added_tokens").Select(Added)] : [],
            Normalizer = root.Has("normalizer") ? NormalizerReader.Read(root.At("normalizer")) : null,
            PreTokenizer = root.Has("pre_tokenizer") ? PreTokenizerReader.Read(root.At("pre_tokenizer")) : null,
            Model = ModelReader.Read(root.At("model")),
            PostProcessor = root.Has("post_processor") ? PostProcessorReader.Read(root.At("post_processor")) : null,
            PaddingId = root.Has("padding") && root.At("padding").Has("pad_id") ? root.At("padding").Number("pad_id") : null,
            Kept = kept,
        });
    }

    private static AddedToken Added(JsonSection token)
    {
        var special = token.Flag("special", false);
        return new()
        {
            Id = token.Number("id"),
            Content = token.Text("content"),
            SingleWord = token.Flag("single_word", false),
            LeftStrip = token.Flag("lstrip", false),
            RightStrip = token.Flag("rstrip", false),
            Normalized = token.Flag("normalized", !special),
            Special = special,
        };
    }
}
