using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models;
using FineGrain.Models.Seeding;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using Linear = FineGrain.Models.Layers.Linear;

namespace FineGrain.Training.Distillation;

/// <summary>
/// The distance between what student and teacher hold on their way to the logits. Hidden states: ‖W h_s − h_t‖² / ‖h_t‖² over the tokens of each matched layer
/// and over the text's vector, W learned beside the student, so widths may differ (Romero et al. 2015, equation 3; Jiao et al. 2020, equation 8); a student
/// without layers over tokens is compared by its text vector alone. Attention: KL of the teacher's weights to the student's, mean over tokens and layers, heads
/// averaged where their numbers differ (Wang et al. 2020, equation 5). Student layer i of s is matched with teacher layer ⌈i · t / s⌉ of t.
/// </summary>
public sealed class FeatureMatching : nn.Module
{
    private readonly Func<ModelInput, Trace> watchTeacher; // no field of its own: it would be registered as a part and trained
    private readonly DistillationRecipe recipe;
    private readonly int[] stateLayers, attentionLayers;
    [ComponentName(Name = "states")] private readonly ModuleList<Linear> states;
    [ComponentName(Name = "pooled")] private readonly Linear? pooled;

    /// <summary>Finds what can be compared by running <paramref name="probe"/> through both.</summary>
    /// <param name="teacher">A single network over the student's tokens; put into evaluation mode, never trained, the caller's to free.</param>
    /// <param name="student">A single network.</param>
    /// <param name="recipe">The factors; at least one above 0.</param>
    /// <param name="probe">Any batch.</param>
    /// <param name="seed">Draws the first projections.</param>
    /// <exception cref="InputException">The two have nothing of the kind that a factor asks for.</exception>
    public FeatureMatching(TextModel teacher, TextModel student, DistillationRecipe recipe, Batch probe, int seed) : base(nameof(FeatureMatching))
    {
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(student);
        this.recipe = recipe;
        watchTeacher = input => Watch(teacher, input);
        teacher.eval();
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var input = ModelInput.From(probe);
        using var theirs = Watch(teacher, input);
        using var own = Watch(student, input);
        stateLayers = recipe.Hidden > 0 ? Matched(own.States.Count, theirs.States.Count) : [];
        attentionLayers = recipe.Attention > 0 ? Matched(own.Attention.Count, theirs.Attention.Count) : [];
        var initial = new Initializer(seed ^ 0x5EED);
        states = new([.. stateLayers.Select((layer, i) => new Linear(initial.Glorot(theirs.States[layer].shape[2], own.States[i].shape[2])))]);
        pooled = recipe.Hidden > 0 && own.Pooled is { } mine && theirs.Pooled is { } goal ? new(initial.Glorot(goal.shape[1], mine.shape[1])) : null;
        if (recipe.Attention > 0 && attentionLayers.Length == 0)
            throw new InputException("distillation.attention", "there are no attention maps to compare: student and teacher must both be transformers. Set it to 0, or use 'hidden'.");
        if (recipe.Hidden > 0 && pooled is null && stateLayers.Length == 0)
            throw new InputException("distillation.hidden", "there are no hidden states to compare: n-grams alone have none. Set it to 0.");
        RegisterComponents();
    }

    /// <summary>hidden · distance of states + attention · distance of maps.</summary>
    /// <param name="input">The batch that the student has just answered.</param>
    /// <param name="student">What it held.</param>
    /// <returns>Float32 scalar with a gradient path to the student and the projections.</returns>
    public Tensor Distance(ModelInput input, Trace student)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(student);
        using var scope = NewDisposeScope();
        using var theirs = watchTeacher(input);
        var mask = input.AttentionMask.to(ScalarType.Float32); // (B, T)
        Tensor sum = zeros(1).squeeze(0);
        if (recipe.Hidden > 0)
        {
            var terms = stateLayers.Select((layer, i) => Far(states[i].forward(student.States[i]), theirs.States[layer], mask.unsqueeze(-1))).ToList();
            if (pooled is not null) terms.Add(Far(pooled.forward(student.Pooled!), theirs.Pooled!, null));
            sum = sum + terms.Aggregate((a, b) => a + b) * (recipe.Hidden / terms.Count);
        }
        if (recipe.Attention > 0)
        {
            var terms = attentionLayers.Select((layer, i) => Divergence(student.Attention[i], theirs.Attention[layer], mask)).ToList();
            sum = sum + terms.Aggregate((a, b) => a + b) * (recipe.Attention / terms.Count);
        }
        return sum.MoveToOuterDisposeScope();
    }

    private static Trace Watch(TextModel model, ModelInput input)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var trace = new Trace();
        var learning = model.training;
        model.eval();
        model.MemberLogits(input, null, trace);
        if (learning) model.train();
        return trace;
    }

    private static int[] Matched(int student, int teacher) =>
        teacher == 0 ? [] : [.. Enumerable.Range(1, student).Select(i => ((i * teacher) + student - 1) / student - 1)];

    /// <summary>‖a − b‖² / ‖b‖² over the places that the mask keeps.</summary>
    private static Tensor Far(Tensor a, Tensor b, Tensor? mask)
    {
        var (difference, size) = ((a - b).pow(2), b.pow(2));
        if (mask is not null) (difference, size) = (difference * mask, size * mask);
        return difference.sum() / size.sum().clamp_min(1e-12);
    }

    private static Tensor Divergence(Tensor student, Tensor teacher, Tensor mask)
    {
        if (student.shape[1] != teacher.shape[1]) (student, teacher) = (student.mean([1], keepdim: true), teacher.mean([1], keepdim: true)); // (B, 1, T, T)
        var rows = (teacher * (teacher.clamp_min(1e-12).log() - student.clamp_min(1e-12).log())).sum(-1).mean([1]); // (B, T)
        return (rows * mask).sum() / mask.sum().clamp_min(1);
    }
}
