namespace FineGrain.Analysis.Slicing;

/// <summary>Something that every example has and that slices are cut by.</summary>
/// <param name="Name">Name in expressions.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Meaning">What it says, in one sentence.</param>
public sealed record Property(string Name, PropertyKind Kind, string Meaning);

/// <summary>What the values of a property are.</summary>
public enum PropertyKind
{
    /// <summary>Yes or no.</summary>
    Flag,

    /// <summary>A number; NaN where there is none.</summary>
    Number,

    /// <summary>One of a few names.</summary>
    Word,

    /// <summary>Any number of a few names, written with '|' between; it equals each of them, and the empty text where it has none.</summary>
    Names,

    /// <summary>Free text.</summary>
    Text,
}

/// <summary>The values of a property, one a row; the array of its kind is filled.</summary>
internal sealed record Column(Property Property, bool[] Flags, double[] Numbers, string[] Words)
{
    /// <summary>Whether a row has a value, of several names among others.</summary>
    public bool Has(int row, string value) => Property.Kind == PropertyKind.Names ? Array.IndexOf(Words[row].Split('|'), value) >= 0 : Words[row] == value;

    public static Column Of(Property property, bool[] values) => new(property, values, [], []);

    public static Column Of(Property property, double[] values) => new(property, [], values, []);

    public static Column Of(Property property, string[] values) => new(property, [], [], values);
}
