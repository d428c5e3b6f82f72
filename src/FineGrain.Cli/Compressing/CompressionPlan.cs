using System.Globalization;
using FineGrain.Core.Recipes;

namespace FineGrain.Cli.Compressing;

/// <summary>One way to make a model smaller: which network learns from whom, what is pruned, and with which precision it is served.</summary>
internal sealed record CompressionPlan
{
    /// <summary>Name that tells it from others; names its folder too.</summary>
    public required string Name { get; init; }

    /// <summary>A fresh network that learns from the model; null goes on with the model's own.</summary>
    public ModelRecipe? Student { get; init; }

    /// <summary>Model folders to learn from; where empty, a student and a pruned network learn from the model itself.</summary>
    public IReadOnlyList<string> Teachers { get; init; } = [];

    /// <summary>Share of units to leave out, by kind.</summary>
    public IReadOnlyDictionary<string, double> Prune { get; init; } = new Dictionary<string, double>();

    /// <summary>Vocabulary entries that the training texts use less often leave; 0 keeps all.</summary>
    public int Vocabulary { get; init; }

    /// <summary>float32, int8 or int4.</summary>
    public string Precision { get; init; } = "float32";

    /// <summary>Overrides of the recipe that the training steps follow.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>Whether weights change by training.</summary>
    public bool Trains => Student is not null || Teachers.Count > 0 || Prune.Count > 0;

    /// <summary>Whether the network in 32-bit floats changes at all.</summary>
    public bool Changes => Trains || Vocabulary > 0;

    /// <summary>Everything but the precision, in one line: what two plans with the same text need to do only once.</summary>
    public string Network => string.Create(CultureInfo.InvariantCulture,
        $"{(Student is null ? "" : RecipeText(Student))} from {string.Join(' ', Teachers)} without {string.Join(' ', Prune.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"))} vocabulary {Vocabulary} set {string.Join(' ', Set)}");

    private static string RecipeText(ModelRecipe model) => RecipePrinter.Print(new Recipe { Model = model });
}
