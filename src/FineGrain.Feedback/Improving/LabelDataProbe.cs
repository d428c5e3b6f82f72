using FineGrain.Core.Recipes;
using FineGrain.Feedback.Causes;
using FineGrain.Feedback.Patches;

namespace FineGrain.Feedback.Improving;

/// <summary>Labelled texts under the lens.</summary>
/// <param name="view">The data.</param>
public sealed class LabelDataProbe(DataView view) : IDataProbe
{
    private readonly LabelProxy proxy = new(view);

    /// <inheritdoc/>
    public IReadOnlyList<Cause> Find() => Detectors.Find(view);

    /// <inheritdoc/>
    public ProxyGain? Try(Patch patch, Recipe recipe) => proxy.Try(patch, recipe);
}
