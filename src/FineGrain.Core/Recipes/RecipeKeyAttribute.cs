namespace FineGrain.Core.Recipes;

/// <summary>What a recipe key means and allows; read by the binder, by <c>finegrain show</c> and by the JSON Schema.</summary>
/// <param name="meaning">One sentence: meaning, unit, why the default.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RecipeKeyAttribute(string meaning) : Attribute
{
    /// <summary>One sentence: meaning, unit, why the default.</summary>
    public string Meaning { get; } = meaning;

    /// <summary>Smallest allowed number.</summary>
    public double Min { get; init; } = double.NegativeInfinity;

    /// <summary>Largest allowed number.</summary>
    public double Max { get; init; } = double.PositiveInfinity;

    /// <summary>The allowed words; empty means any.</summary>
    public string[] Allowed { get; init; } = [];

    /// <summary>Whether leaving the key out is an error.</summary>
    public bool Required { get; init; }
}

/// <summary>A section whose keys depend on the value of one of them, e.g. <c>model</c> on <c>family</c>.</summary>
/// <param name="key">The deciding key, snake_case.</param>
/// <param name="value">Its value for this type.</param>
/// <param name="type">The record to bind then.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class RecipeVariantAttribute(string key, string value, Type type) : Attribute
{
    /// <summary>The deciding key.</summary>
    public string Key { get; } = key;

    /// <summary>Its value for <see cref="Type"/>.</summary>
    public string Value { get; } = value;

    /// <summary>The record to bind.</summary>
    public Type Type { get; } = type;
}
