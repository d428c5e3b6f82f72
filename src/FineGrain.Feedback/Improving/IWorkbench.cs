using FineGrain.Feedback.Causes;
using FineGrain.Feedback.Gate;
using FineGrain.Feedback.Patches;

namespace FineGrain.Feedback.Improving;

/// <summary>What the loop needs done with data and models; it decides, the workbench works.</summary>
public interface IWorkbench
{
    /// <summary>Looks for causes in a version of the data.</summary>
    IReadOnlyList<Cause> Find(DataVersion version, IReadOnlyList<RecipeChange> recipe);

    /// <summary>Tries a patch on a fast proxy; null where the proxy cannot tell.</summary>
    ProxyGain? Proxy(DataVersion version, IReadOnlyList<RecipeChange> recipe, Patch patch);

    /// <summary>Trains the real model, and judges it on the locked confirmation split. The same version and recipe give the same model; an interrupted training goes on.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/>; what is trained so far is kept.</exception>
    TrainedModel Train(DataVersion version, IReadOnlyList<RecipeChange> recipe, CancellationToken stop);
}

/// <summary>A trained model.</summary>
/// <param name="Folder">Its model folder.</param>
/// <param name="Confirmed">Its answers on the confirmation split.</param>
/// <param name="DevScore">Its score on the half of dev that choices are made on.</param>
public sealed record TrainedModel(string Folder, Judged Confirmed, double DevScore);
