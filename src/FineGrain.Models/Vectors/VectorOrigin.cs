namespace FineGrain.Models.Vectors;

/// <summary>Where the vector of a word came from.</summary>
public enum VectorOrigin
{
    /// <summary>Nowhere: it has none.</summary>
    None,

    /// <summary>The word as it stands.</summary>
    Word,

    /// <summary>The word in lower case.</summary>
    LowerCase,

    /// <summary>Its character n-grams.</summary>
    Ngrams,
}
