using System.Globalization;
using FineGrain.Data.Randomness;

namespace FineGrain.Data.Spans.Features;

/// <summary>A property of a unit as a number that templates hash; 0 for none.</summary>
internal delegate ulong UnitProperty(UnitText text, int at);

/// <summary>The properties that templates may ask for, by name. Described in docs/features.md.</summary>
internal static class UnitProperties
{
    private const int LongestAffix = 5;

    private static readonly Dictionary<string, UnitProperty> all = new(StringComparer.Ordinal)
    {
        ["word"] = (text, i) => text.Words[i],
        ["form"] = (text, i) => StableHash.Of(text.Form(i)),
        ["shape"] = (text, i) => UnitShapes.Whole(text.Form(i)),
        ["short_shape"] = (text, i) => UnitShapes.Short(text.Form(i)),
        ["digits"] = (text, i) => UnitShapes.Digits(text.Lower(i)),
        ["case"] = (text, i) => (ulong)text.Cases[i],
        ["class"] = (text, i) => (ulong)text.Classes[i],
        ["length"] = (text, i) => (ulong)Math.Min(text.Units[i].Length, 12) + 1,
        ["first"] = (text, i) => text.Around.First[i] ? 1UL : 0,
        ["position"] = (_, i) => i < 4 ? (ulong)i + 1 : i < 8 ? 5UL : i < 16 ? 6UL : 7,
        ["clause"] = (text, i) => (ulong)Math.Min(text.Around.Clause[i], 5) + 1,
        ["space"] = (text, i) => i == 0 ? 3UL : text.Touches(i) ? 1UL : 2,
        ["enclosed"] = (text, i) => text.Around.Enclosed[i],
        ["run"] = (text, i) => text.Around.Run[i],
        ["run_place"] = (text, i) => (ulong)text.Around.RunPlace[i],
        ["left_of_capitals"] = (text, i) => text.Around.Left[i],
        ["right_of_capitals"] = (text, i) => text.Around.Right[i],
        ["upper_text"] = (text, _) => text.Around.AllUpper ? 1UL : 0,
        ["again"] = (text, i) => text.Repetitions.Again(i) ? 1UL : 0,
        ["again_in_pair"] = (text, i) => (ulong)text.Repetitions.AgainInPair(i),
        ["elsewhere"] = (text, i) => (ulong)text.Repetitions.Elsewhere(i),
        ["doubled"] = (text, i) => (i >= 1 && text.Words[i] == text.Words[i - 1] ? 1UL : 0) + (i >= 2 && text.Words[i] == text.Words[i - 2] ? 2UL : 0),
    };

    static UnitProperties()
    {
        LexiconProperties.AddTo(all);
        for (var length = 1; length <= LongestAffix; length++)
        {
            var n = length;
            all["prefix" + n.ToString(CultureInfo.InvariantCulture)] = (text, i) => text.Units[i].Length < n ? 0 : StableHash.Of(text.Lower(i)[..n]);
            all["suffix" + n.ToString(CultureInfo.InvariantCulture)] = (text, i) => text.Units[i].Length < n ? 0 : StableHash.Of(text.Lower(i)[^n..]);
        }
    }

    /// <summary>The names, in the order of the source.</summary>
    public static IReadOnlyCollection<string> Names => all.Keys;

    /// <summary>The property of a known name.</summary>
    public static UnitProperty Named(string name) => all[name];
}
