namespace FineGrain.Training.Optimizers;

/// <summary>The arithmetic of one optimiser on a run of neighbouring numbers. Element by element, so that any split over threads gives the same bits.</summary>
public unsafe interface IUpdateRule
{
    /// <summary>State arrays of the parameter's size: 0, 1 or 2.</summary>
    int Moments { get; }

    /// <summary>Updates <paramref name="length"/> numbers in place.</summary>
    /// <param name="weights">Parameter numbers.</param>
    /// <param name="gradient">Their gradient, or null where it is zero.</param>
    /// <param name="first">First state array, or null when the rule has none.</param>
    /// <param name="second">Second state array, or null when the rule has fewer than two.</param>
    /// <param name="length">How many numbers.</param>
    /// <param name="step">Rates of this step.</param>
    void Update(float* weights, float* gradient, float* first, float* second, long length, in UpdateStep step);
}
