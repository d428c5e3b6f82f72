namespace FineGrain.Data.Unicode;

/// <summary>The four normal forms of Unicode Standard Annex 15.</summary>
public enum NormalForm
{
    /// <summary>Canonical composition: é is one code point.</summary>
    Nfc,

    /// <summary>Canonical decomposition: é is e and an accent.</summary>
    Nfd,

    /// <summary>Compatibility composition: full-width letters, ligatures and circled digits become plain ones too.</summary>
    Nfkc,

    /// <summary>Compatibility decomposition.</summary>
    Nfkd,
}
