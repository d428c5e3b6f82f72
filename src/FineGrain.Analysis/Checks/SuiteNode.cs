using System.Globalization;
using FineGrain.Core;
using FineGrain.Core.Recipes;

namespace FineGrain.Analysis.Checks;

/// <summary>Reads a map of a suite file; every complaint has file, line and column.</summary>
internal sealed class SuiteNode
{
    private readonly RecipeMap map;
    private readonly string what;

    public SuiteNode(RecipeNode node, string what, params string[] known)
    {
        this.what = what;
        map = node as RecipeMap ?? throw Wrong(node, $"{what} must be keys with values.");
        foreach (var entry in map.Entries)
            if (!known.Contains(entry.Key)) throw new InputException(entry.KeyMark.ToString(), $"unknown key '{entry.Key}' in {what}. {Nearest.Hint(entry.Key, known)}");
    }

    public RecipeMark Mark => map.Mark;

    public RecipeNode? this[string key] => map.Entries.FirstOrDefault(e => e.Key == key)?.Value is { } value and not RecipeScalar { IsNull: true } ? value : null;

    public bool Has(string key) => this[key] is not null;

    public IEnumerable<RecipeEntry> Entries => map.Entries;

    public string Text(string key, string? otherwise = null) => this[key] switch
    {
        RecipeScalar scalar => scalar.Text,
        null => otherwise ?? throw new InputException(Mark.ToString(), $"'{key}' is missing in {what}."),
        { } node => throw Wrong(node, $"'{key}' must be a single value."),
    };

    public double Number(string key, double otherwise, double least, double most)
    {
        if (!Has(key)) return otherwise;
        var text = Text(key);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw Wrong(this[key]!, FormattableString.Invariant($"'{key}' is '{text}'; it must be a number from {least} to {most}."));
    }

    /// <summary>A list of texts; a single text is a list of one.</summary>
    public IReadOnlyList<string> Texts(string key) => this[key] is { } node ? TextsOf(node, key) : [];

    public static IReadOnlyList<string> TextsOf(RecipeNode node, string key) => node switch
    {
        RecipeScalar scalar => [scalar.Text],
        RecipeList list => [.. list.Items.Select(item => item is RecipeScalar scalar ? scalar.Text : throw Wrong(item, $"'{key}' must be a list of texts."))],
        _ => throw Wrong(node, $"'{key}' must be a list of texts."),
    };

    public static InputException Wrong(RecipeNode node, string message) => new(node.Mark.ToString(), message);
}
