using System.Text.Json;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Cleaning;
using FineGrain.Data.Duplicates;
using FineGrain.Data.Reading;

namespace FineGrain.Data.Pretraining;

/// <summary>The texts that a pretraining learns from: those of its sources, cleaned, without those that stand in a held-out file and without repetitions.</summary>
public sealed record PretrainTexts
{
    /// <summary>The texts, in the order of the sources.</summary>
    public required IReadOnlyList<string> Texts { get; init; }

    /// <summary>What each source gave.</summary>
    public required IReadOnlyList<SourceCount> Sources { get; init; }

    /// <summary>Different texts in the held-out files.</summary>
    public required int HeldOutTexts { get; init; }

    /// <summary>Reads the texts of a recipe; text and pair of an example are two texts.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="recipeFolder">Folder of the recipe file.</param>
    /// <exception cref="InputException">A file cannot be read, or nothing is left to learn from.</exception>
    public static PretrainTexts Read(PretrainRecipe recipe, string recipeFolder)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        var root = DataFolder.Resolve(recipe.Root, recipeFolder);
        var heldOut = recipe.HeldOut.SelectMany(source => Raw(source, root)).Select(Key).Where(k => k.Length > 0).ToHashSet(StringComparer.Ordinal);
        var cleaner = new Cleaner(recipe.Clean);
        var (texts, counts, seen) = (new List<string>(), new List<SourceCount>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var source in recipe.Sources)
        {
            var count = new SourceCount(source.Path, 0, 0, 0);
            foreach (var text in Raw(source, root))
            {
                var key = Key(text);
                if (key.Length == 0) continue;
                count = count with { Read = count.Read + 1 };
                if (heldOut.Contains(key)) count = count with { HeldOut = count.HeldOut + 1 };
                else if (!seen.Add(key) && recipe.Duplicates == "drop") count = count with { Repeated = count.Repeated + 1 };
                else texts.Add(cleaner.Clean(text).Text);
            }
            counts.Add(count);
        }
        if (texts.Count == 0) throw new InputException("sources", "no text is left to learn from: the files are empty, or all their texts stand in 'held_out' too.");
        return new() { Texts = texts, Sources = counts, HeldOutTexts = heldOut.Count };
    }

    private static string Key(string text) => TextKey.Of(new Example { Id = "", Text = text }).Text;

    /// <summary>The texts of a source as they stand; tags and labels are not looked at, so their errors do not matter.</summary>
    private static IEnumerable<string> Raw(SourceRecipe source, string root)
    {
        foreach (var example in ExampleReader.Read(source with { Broken = "repair" }, root, new() { Target = "spans", LabelOptional = true }))
        {
            yield return Joined(example.Text);
            if (example.Pair is { } pair) yield return Joined(pair);
        }
    }

    /// <summary>A JSON list of sentences as one text, a sentence a line.</summary>
    private static string Joined(string text)
    {
        if (!text.StartsWith("[\"", StringComparison.Ordinal) || !text.EndsWith("\"]", StringComparison.Ordinal)) return text;
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String) ? string.Join('\n', json.RootElement.EnumerateArray().Select(e => e.GetString())) : text;
        }
        catch (JsonException)
        {
            return text; // a text that merely looks like a list
        }
    }
}
