using System.Text.Json.Serialization;

namespace FineGrain.Core.Corrections;

/// <summary>What a correction does to its example.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CorrectionKind>))]
public enum CorrectionKind
{
    /// <summary>Other gold labels.</summary>
    [JsonStringEnumMemberName("relabel")] Relabel,

    /// <summary>Another gold number.</summary>
    [JsonStringEnumMemberName("renumber")] Renumber,

    /// <summary>The example leaves the data.</summary>
    [JsonStringEnumMemberName("drop")] Drop,

    /// <summary>Another factor on its loss.</summary>
    [JsonStringEnumMemberName("reweight")] Reweight,

    /// <summary>A span that was missed.</summary>
    [JsonStringEnumMemberName("span-add")] SpanAdd,

    /// <summary>A span that is none.</summary>
    [JsonStringEnumMemberName("span-remove")] SpanRemove,

    /// <summary>A span with other borders or another label.</summary>
    [JsonStringEnumMemberName("span-change")] SpanChange,
}
