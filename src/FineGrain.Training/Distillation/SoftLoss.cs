using FineGrain.Models;
using static TorchSharp.torch;

namespace FineGrain.Training.Distillation;

/// <summary>
/// The distance between a student's logits z and a teacher's v at temperature T (Hinton et al. 2015, section 2). One label: T² · KL(softmax(v/T) ‖ softmax(z/T));
/// many labels: the same of each label's two outcomes, mean over labels; a number: (z − v)². T² keeps the gradient's size when T changes; KL differs from the
/// paper's cross-entropy by the teacher's entropy, which has no gradient, and is 0 when the student has learned all.
/// </summary>
/// <param name="target">label, labels or number.</param>
/// <param name="temperature">T.</param>
public sealed class SoftLoss(string target, double temperature)
{
    /// <summary>The loss, mean over the rows with <paramref name="weights"/>.</summary>
    /// <param name="logits">The student's, float32 [B, C].</param>
    /// <param name="teacher">The teacher's, float32 [B, C].</param>
    /// <param name="mix">Mixup of the student's rows, which mixes the teacher's distributions alike; or null.</param>
    /// <param name="weights">Factor of each row, float32 [B]; null means all 1.</param>
    /// <returns>Float32 scalar.</returns>
    public Tensor Of(Tensor logits, Tensor teacher, Mix? mix = null, Tensor? weights = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(teacher);
        using var scope = NewDisposeScope();
        var rows = target switch
        {
            "label" => Label(logits, teacher, mix),
            "labels" => Labels(logits, teacher, mix),
            _ => (logits - Mixed(teacher, mix)).pow(2).mean([1]),
        }; // (B)
        return (weights is null ? rows.mean() : (rows * weights).sum() / weights.sum().clamp_min(1e-12)).MoveToOuterDisposeScope();
    }

    /// <summary>T² · KL of the tags of each unit, mean over the units: spans are told by tags, and what a teacher knows stands in each.</summary>
    /// <param name="logits">The student's, float32 [B, U, K].</param>
    /// <param name="teacher">The teacher's, float32 [B, U, K].</param>
    /// <param name="mask">1 for a unit, 0 for padding, [B, U].</param>
    /// <param name="weights">Factor of each row, float32 [B]; null means all 1.</param>
    /// <returns>Float32 scalar.</returns>
    public Tensor OfUnits(Tensor logits, Tensor teacher, Tensor mask, Tensor? weights = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(mask);
        using var scope = NewDisposeScope();
        var counted = mask.to(ScalarType.Float32); // (B, U)
        if (weights is not null) counted = counted * weights.unsqueeze(1);
        return ((Label(logits, teacher, null) * counted).sum() / counted.sum().clamp_min(1e-12)).MoveToOuterDisposeScope();
    }

    private Tensor Label(Tensor logits, Tensor teacher, Mix? mix)
    {
        var wanted = Mixed((teacher / temperature).softmax(-1), mix); // (B, C)
        var logWanted = wanted.clamp_min(1e-30).log(); // 0 · log 0 = 0
        return (wanted * (logWanted - (logits / temperature).log_softmax(-1))).sum(-1) * (temperature * temperature);
    }

    private Tensor Labels(Tensor logits, Tensor teacher, Mix? mix)
    {
        var wanted = Mixed((teacher / temperature).sigmoid(), mix); // (B, C)
        var scaled = logits / temperature;
        var yes = wanted * (wanted.clamp_min(1e-30).log() - nn.functional.logsigmoid(scaled));
        var no = (1 - wanted) * ((1 - wanted).clamp_min(1e-30).log() - nn.functional.logsigmoid(-scaled));
        return (yes + no).mean([1]) * (temperature * temperature);
    }

    private static Tensor Mixed(Tensor rows, Mix? mix) => mix is null ? rows : mix.Apply(rows);
}
