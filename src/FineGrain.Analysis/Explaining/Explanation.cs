namespace FineGrain.Analysis.Explaining;

/// <summary>Why a model gave one answer for one text, by one method.</summary>
public sealed record Explanation
{
    /// <summary>Id of the example.</summary>
    public required string Id { get; init; }

    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>occlusion, gradient, integrated or attention.</summary>
    public required string Method { get; init; }

    /// <summary>What is explained: a label, or a predicted span as <c>LABEL[start, end)</c>.</summary>
    public required string Output { get; init; }

    /// <summary>The words of the aspect that was asked about; null for other tasks.</summary>
    public string? Aspect { get; init; }

    /// <summary>The model's probability of it.</summary>
    public required double Probability { get; init; }

    /// <summary>The words in the order of the text; together with <see cref="Rest"/> they are the explanation.</summary>
    public required IReadOnlyList<ExplainedWord> Words { get; init; }

    /// <summary>What hashed n-grams contributed that belong to no single word; 0 for most models and methods.</summary>
    public double Rest { get; init; }

    /// <summary>How far the words are from explaining all of it; null for methods that do not claim to.</summary>
    public Completeness? Completeness { get; init; }

    /// <summary>The nearest training examples, of a span training spans, the nearest first; null where they were not asked for.</summary>
    public IReadOnlyList<Neighbour>? Neighbours { get; init; }
}

/// <summary>The completeness check of integrated gradients: contributions must sum to the output on the text minus that on the baseline.</summary>
/// <param name="Sum">Sum of all contributions, in log-odds.</param>
/// <param name="Difference">Output on the text − output on the baseline, in log-odds.</param>
/// <param name="Error">What is missing, as a share of the difference.</param>
/// <param name="Steps">Steps along the path.</param>
public sealed record Completeness(double Sum, double Difference, double Error, int Steps);
