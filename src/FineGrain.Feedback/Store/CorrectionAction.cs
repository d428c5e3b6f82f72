using System.Text.Json.Serialization;

namespace FineGrain.Feedback.Store;

/// <summary>What an event of the history did.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CorrectionAction>))]
public enum CorrectionAction
{
    /// <summary>The correction came in.</summary>
    [JsonStringEnumMemberName("propose")] Propose,

    /// <summary>A person judged it.</summary>
    [JsonStringEnumMemberName("judge")] Judge,

    /// <summary>A person decided where others disagree.</summary>
    [JsonStringEnumMemberName("adjudicate")] Adjudicate,

    /// <summary>It went into a data version.</summary>
    [JsonStringEnumMemberName("apply")] Apply,

    /// <summary>An earlier event no longer counts.</summary>
    [JsonStringEnumMemberName("undo")] Undo,

    /// <summary>Everything that was known of an example was erased; only this fact remains.</summary>
    [JsonStringEnumMemberName("erase")] Erase,
}
