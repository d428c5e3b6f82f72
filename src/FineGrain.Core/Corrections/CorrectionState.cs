using System.Text.Json.Serialization;

namespace FineGrain.Core.Corrections;

/// <summary>How far a correction has come.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CorrectionState>))]
public enum CorrectionState
{
    /// <summary>Waits for a decision.</summary>
    [JsonStringEnumMemberName("proposed")] Proposed,

    /// <summary>Decided for; the next data version will have it.</summary>
    [JsonStringEnumMemberName("accepted")] Accepted,

    /// <summary>Decided against.</summary>
    [JsonStringEnumMemberName("rejected")] Rejected,

    /// <summary>Stands in a data version.</summary>
    [JsonStringEnumMemberName("applied")] Applied,
}
