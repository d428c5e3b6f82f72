using FineGrain.Core;
using static TorchSharp.torch;

namespace FineGrain.Training.Distillation;

/// <summary>What the teachers say to each training row; rows behind the labelled ones have no other gold.</summary>
public sealed record Lessons
{
    /// <summary>Logits of the teachers by row of the training examples, in the student's label order.</summary>
    public required IReadOnlyList<float[]> Answers { get; init; }

    /// <summary>Tags K where the teachers mark spans and each answer is [units, tags]; 0 where an answer is one row of logits.</summary>
    public int Tags { get; init; }

    /// <summary>How many rows, the first ones, have gold of their own.</summary>
    public required int Labelled { get; init; }

    /// <summary>The teachers' logits for the rows of a batch, float32 [B, C], of spans [B, U, K] with 0 for padding.</summary>
    /// <exception cref="InputException">A teacher cuts a text into other units than the student.</exception>
    public Tensor Of(Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (Tags > 0) return OfUnits(batch);
        var columns = Answers[0].Length;
        var values = new float[batch.Rows * columns];
        for (var row = 0; row < batch.Rows; row++) Answers[batch.Indices[row]].CopyTo(values, row * columns);
        return tensor(values, [batch.Rows, columns]);
    }

    /// <summary>The factors of a batch's rows in the loss on gold: 0 for a row that only the teachers label (a mixed row keeps the share that is labelled).</summary>
    public float[] GoldWeights(Batch batch)
    {
        var weights = new float[batch.Rows];
        for (var row = 0; row < batch.Rows; row++)
        {
            var gold = Gold(batch, row);
            if (batch.MixWith.Length > 0) gold = (batch.MixShare[row] * gold) + ((1 - batch.MixShare[row]) * Gold(batch, batch.MixWith[row]));
            weights[row] = gold * (batch.Weights.Length == 0 ? 1 : batch.Weights[row]);
        }
        return weights;
    }

    private Tensor OfUnits(Batch batch)
    {
        var values = new float[batch.Rows * batch.Units * Tags];
        for (var row = 0; row < batch.Rows; row++)
        {
            var answer = Answers[batch.Indices[row]];
            if (answer.Length != batch.UnitCounts[row] * Tags)
                throw new InputException("distillation.teachers", $"the teacher cuts training text {batch.Indices[row] + 1} into {answer.Length / Tags} units, the student into {batch.UnitCounts[row]}. Give the student the teacher's tokenizer (tokenizer.kind: file), cleaning and max_length.");
            answer.CopyTo(values, row * batch.Units * Tags);
        }
        return tensor(values, [batch.Rows, batch.Units, Tags]);
    }

    private float Gold(Batch batch, int row) => batch.Indices[row] < Labelled ? 1 : 0;
}
