using FineGrain.Models;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Training.Distillation;

/// <summary>A student and the projections that its hidden states are compared through: both are trained, only the student is kept.</summary>
internal sealed class Apprentice : nn.Module
{
    private const string Part = "student.";
    [ComponentName(Name = "student")] private readonly TextModel student;
    [ComponentName(Name = "features")] private readonly FeatureMatching features;

    private Apprentice(TextModel student, FeatureMatching features) : base(nameof(Apprentice))
    {
        (this.student, this.features) = (student, features);
        RegisterComponents();
    }

    /// <summary>A student's task with the projections among the trained parameters; they count as the top layer.</summary>
    public static TrainingTask Wrap(TrainingTask task, TextModel student, FeatureMatching features) => task with
    {
        Model = new Apprentice(student, features),
        LayerOf = name => student.LayerWithin(Part, name),
        EmbeddingNames = [.. task.EmbeddingNames.Select(name => Part + name)],
    };
}
