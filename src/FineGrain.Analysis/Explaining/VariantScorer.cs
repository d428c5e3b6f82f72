namespace FineGrain.Analysis.Explaining;

/// <summary>The model's probability of the explained output on variants of a text from which words were erased.</summary>
/// <param name="variants">For each variant, whether each word of the text is erased.</param>
/// <returns>One probability a variant.</returns>
public delegate IReadOnlyList<double> VariantScorer(IReadOnlyList<bool[]> variants);
