namespace FineGrain.Core;

/// <summary>
/// Labels <c>CATEGORY=POLARITY</c> as one choice for each category: at most one of its labels holds, and none of them where the text does not mention it. Not being mentioned has the
/// logit 0, against which those of the labels stand: a softmax does not change when all its logits move together.
/// </summary>
public sealed class LabelGroups
{
    private readonly int[][] members;

    /// <summary>Groups the labels of a set by what stands before their '='.</summary>
    /// <exception cref="InputException">A label has no '='.</exception>
    public LabelGroups(IReadOnlyList<string> labels)
    {
        var groups = labels.Index().GroupBy(l => l.Item.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
            ? l.Item[..at]
            : throw new InputException("labels", $"'{l.Item}' is no label of a category; 'target: categories' needs CATEGORY=POLARITY, such as 'price=negative'."), l => l.Index, StringComparer.Ordinal).ToList();
        Names = [.. groups.Select(g => g.Key)];
        members = [.. groups.Select(g => g.ToArray())];
    }

    /// <summary>The categories, in the order in which their labels begin.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Label columns of a category.</summary>
    public IReadOnlyList<int> Of(int category) => members[category];

    /// <summary>Which of <paramref name="columns"/> belongs to each category: its place in <see cref="Of"/> from 1, 0 for not mentioned; the first where there are several.</summary>
    public int[] Choices(IReadOnlyCollection<int> columns) => [.. members.Select(m => Array.FindIndex(m, columns.Contains) + 1)];

    /// <summary>Probability of each label; those of a category sum to at most 1, and what is missing is the probability that the text does not mention it.</summary>
    public double[] Probabilities(ReadOnlySpan<float> logits)
    {
        var result = new double[logits.Length];
        foreach (var group in members)
        {
            var values = new double[group.Length + 1];
            for (var i = 0; i < group.Length; i++) values[i + 1] = logits[group[i]];
            Calibrating.Calibrator.Softmax(values);
            for (var i = 0; i < group.Length; i++) result[group[i]] = values[i + 1];
        }
        return result;
    }

    /// <summary>The columns that are likelier than every other answer about their category.</summary>
    public IEnumerable<int> Chosen(double[] probabilities) => members.Select(group => (Best: group.MaxBy(k => probabilities[k]), None: 1 - group.Sum(k => probabilities[k])))
        .Where(g => probabilities[g.Best] > g.None).Select(g => g.Best).Order();
}
