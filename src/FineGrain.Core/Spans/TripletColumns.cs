namespace FineGrain.Core.Spans;

/// <summary>
/// What a cell (i, j), i ≤ j, of the table over pairs of units says of triplets: nothing; both units are of one aspect term; of one opinion term; one is of an aspect and the other
/// of the opinion that judges it, for each polarity; both are of an opinion whose aspect the text does not name, for each polarity.
/// After the grid tagging scheme of Wu et al. 2020, section 3.1, which has no unnamed aspects.
/// </summary>
/// <param name="polarities">Number of polarities K.</param>
public sealed class TripletColumns(int polarities)
{
    /// <summary>Column of nothing, of an aspect term and of an opinion term.</summary>
    public const int Nothing = 0, Aspect = 1, Opinion = 2;

    /// <summary>Number of columns, 3 + 2 K.</summary>
    public int Count => 3 + (2 * polarities);

    /// <summary>Number of polarities.</summary>
    public int Polarities => polarities;

    /// <summary>Column of a pair of that polarity.</summary>
    public static int Pair(int polarity) => 3 + polarity;

    /// <summary>Column of an opinion of that polarity without a named aspect.</summary>
    public int Alone(int polarity) => 3 + polarities + polarity;

    /// <summary>Names of all columns but the first, as labels of the head.</summary>
    public static IReadOnlyList<string> Names(IReadOnlyList<string> polarities) =>
        ["aspect", "opinion", .. polarities.Select(p => $"pair:{p}"), .. polarities.Select(p => $"alone:{p}")];
}
