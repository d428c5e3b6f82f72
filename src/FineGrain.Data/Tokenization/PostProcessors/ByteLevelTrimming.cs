using System.Text.Json;

namespace FineGrain.Data.Tokenization.PostProcessors;

/// <summary>The post-processor <c>ByteLevel</c>: adds nothing, trims offsets where asked.</summary>
internal sealed class ByteLevelTrimming(bool trimOffsets, bool addPrefixSpace, bool useRegex) : PostProcessor
{
    public override bool TrimsOffsets => trimOffsets;

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", addPrefixSpace);
        json.WriteBoolean("trim_offsets", trimOffsets);
        json.WriteBoolean("use_regex", useRegex);
        json.WriteEndObject();
    }
}
