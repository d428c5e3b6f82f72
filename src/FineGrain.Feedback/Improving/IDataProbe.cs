using FineGrain.Core.Recipes;
using FineGrain.Feedback.Causes;
using FineGrain.Feedback.Patches;

namespace FineGrain.Feedback.Improving;

/// <summary>One version of the training data under the lens: what is wrong with it, and what a patch would gain.</summary>
public interface IDataProbe
{
    /// <summary>The causes that are significant.</summary>
    IReadOnlyList<Cause> Find();

    /// <summary>What a patch gains on the proxy.</summary>
    /// <param name="patch">The patch.</param>
    /// <param name="recipe">The recipe with the patch's changes.</param>
    ProxyGain? Try(Patch patch, Recipe recipe);
}
