using FineGrain.Feedback.Patches;

namespace FineGrain.Feedback.Gate;

/// <summary>Where a model comes from: enough to make it again, and to go on from it.</summary>
/// <param name="Version">Hash of the data version that it learnt.</param>
/// <param name="Recipe">How its recipe differs from the recipe of the loop.</param>
/// <param name="Round">Round of the loop; 0 for the first champion.</param>
/// <param name="Cause">The cause that it answers; empty for none.</param>
public sealed record ModelOrigin(string Version, IReadOnlyList<RecipeChange> Recipe, int Round, string Cause = "");
