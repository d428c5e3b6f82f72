using FineGrain.Core;
using static TorchSharp.torch;

namespace FineGrain.Training.Distillation;

/// <summary>What the teachers say to each training row; rows behind the labelled ones have no other gold.</summary>
public sealed record Lessons
{
    /// <summary>Logits of the teachers by row of the training examples, in the student's label order.</summary>
    public required IReadOnlyList<float[]> Answers { get; init; }

    /// <summary>How many rows, the first ones, have gold of their own.</summary>
    public required int Labelled { get; init; }

    /// <summary>The teachers' logits for the rows of a batch, float32 [B, C].</summary>
    public Tensor Of(Batch batch)
    {
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

    private float Gold(Batch batch, int row) => batch.Indices[row] < Labelled ? 1 : 0;
}
