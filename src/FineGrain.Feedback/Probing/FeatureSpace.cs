using FineGrain.Core;

namespace FineGrain.Feedback.Probing;

/// <summary>Binary n-gram features of texts, numbered as they first occur: units of one and two, of three too where single Chinese characters are the units.</summary>
public sealed class FeatureSpace
{
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<string> names = [];

    /// <summary>Number of features known.</summary>
    public int Count => names.Count;

    /// <summary>A feature in words: its units joined by spaces.</summary>
    public string NameOf(int feature) => names[feature];

    /// <summary>The features of an example, each once; unknown ones become known.</summary>
    public int[] Learn(Example example) => Of(example, learn: true);

    /// <summary>The known features of an example, each once.</summary>
    public int[] Known(Example example) => Of(example, learn: false);

    private int[] Of(Example example, bool learn)
    {
        var found = new HashSet<int>();
        Add(example.Text, "", learn, found);
        if (example.Pair is not null) Add(example.Pair, "2:", learn, found);
        return [.. found];
    }

    private void Add(string text, string prefix, bool learn, HashSet<int> found)
    {
        var units = TextUnits.Words(text);
        var longest = TextUnits.IsIdeographic(text) ? 3 : 2;
        for (var from = 0; from < units.Length; from++)
        {
            var name = prefix + units[from];
            for (var length = 1; length <= longest && from + length <= units.Length; length++)
            {
                if (length > 1) name = $"{name} {units[from + length - 1]}";
                if (numbers.TryGetValue(name, out var number)) found.Add(number);
                else if (learn)
                {
                    numbers.Add(name, names.Count);
                    found.Add(names.Count);
                    names.Add(name);
                }
            }
        }
    }
}
