using System.Text.Json;

namespace FineGrain.Data.Tokenization.PostProcessors;

/// <summary>Several post-processors, of which at most one has a layout; in practice ByteLevel and a template.</summary>
internal sealed class PostProcessorSequence(IReadOnlyList<PostProcessor> steps) : PostProcessor
{
    private readonly PostProcessor? layout = steps.LastOrDefault(s => s is not ByteLevelTrimming);

    public override IReadOnlyList<TemplatePart> Single => layout?.Single ?? base.Single;

    public override IReadOnlyList<TemplatePart> Pair => layout?.Pair ?? base.Pair;

    public override bool TrimsOffsets => steps.Any(s => s.TrimsOffsets);

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Sequence");
        json.WriteStartArray("processors");
        foreach (var step in steps) step.Write(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
