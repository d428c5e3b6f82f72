using System.Text.Json;

namespace FineGrain.Data.Tokenization.PostProcessors;

/// <summary>&lt;s&gt; text &lt;/s&gt;&lt;/s&gt; pair &lt;/s&gt;, all of type 0; trims offsets where asked.</summary>
internal sealed class RobertaProcessing((string Token, int Id) cls, (string Token, int Id) sep, bool trimOffsets, bool addPrefixSpace) : PostProcessor
{
    public override IReadOnlyList<TemplatePart> Single { get; } =
        [TemplatePart.Special(cls.Token, cls.Id, 0), TemplatePart.Text(0, 0), TemplatePart.Special(sep.Token, sep.Id, 0)];

    public override IReadOnlyList<TemplatePart> Pair { get; } =
    [
        TemplatePart.Special(cls.Token, cls.Id, 0), TemplatePart.Text(0, 0), TemplatePart.Special(sep.Token, sep.Id, 0),
        TemplatePart.Special(sep.Token, sep.Id, 0), TemplatePart.Text(1, 0), TemplatePart.Special(sep.Token, sep.Id, 0),
    ];

    public override bool TrimsOffsets => trimOffsets;

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "RobertaProcessing");
        BertProcessing.Token(json, "sep", sep);
        BertProcessing.Token(json, "cls", cls);
        json.WriteBoolean("trim_offsets", trimOffsets);
        json.WriteBoolean("add_prefix_space", addPrefixSpace);
        json.WriteEndObject();
    }
}
