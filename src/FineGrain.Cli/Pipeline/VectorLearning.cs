using FineGrain.Core.Recipes;
using FineGrain.Models.Vectors;
using FineGrain.Training;
using FineGrain.Training.Vectors;

namespace FineGrain.Cli.Pipeline;

/// <summary>Static vectors.</summary>
internal sealed class VectorLearning(VectorPretrainRecipe recipe, VectorCorpus corpus, string checkpoint, string identity) : ILearning
{
    private readonly VectorTraining training = new(recipe.Vectors, corpus, recipe.Seed, checkpoint, identity);

    public string Title => "vectors";

    public int Width => recipe.Vectors.Width;

    public int ResumedFrom => training.ResumedFrom;

    public RunEnd End => training.End;

    public double Loss => training.Loss;

    public IEnumerable<StepReport> Steps(CancellationToken stop) => training.Steps(stop);

    public void Write(string folder) => VectorsFile.Write(Path.Combine(folder, VectorsFile.Name), training.Vectors());

    public void Dispose()
    {
    }
}
