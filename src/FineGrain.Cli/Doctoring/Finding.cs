namespace FineGrain.Cli.Doctoring;

/// <summary>One thing that the doctor looked at.</summary>
/// <param name="Thing">What: "libtorch".</param>
/// <param name="Health">How it is.</param>
/// <param name="State">What was found.</param>
/// <param name="Remedy">What to do; required unless it is well.</param>
internal sealed record Finding(string Thing, Health Health, string State, string Remedy = "");

/// <summary>How a thing is.</summary>
internal enum Health
{
    /// <summary>There.</summary>
    Well,

    /// <summary>Not there, and nothing needs it; something would be faster or wider with it.</summary>
    Optional,

    /// <summary>Missing, and a verb will fail for it.</summary>
    Missing,
}
