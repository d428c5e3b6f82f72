using System.Globalization;

namespace FineGrain.Analysis.Reporting.Drilldown;

/// <summary>The words of a report in one language; English is the key.</summary>
public sealed class Phrases
{
    private readonly IReadOnlyDictionary<string, string>? translated;
    private readonly HashSet<string> missing = new(StringComparer.Ordinal);

    private Phrases(string language, IReadOnlyDictionary<string, string>? translated) => (Language, this.translated) = (language, translated);

    /// <summary>The languages that a report can be in.</summary>
    public static readonly IReadOnlyList<string> Languages = ["en", "zh"];

    /// <summary>The words of <paramref name="language"/>.</summary>
    /// <exception cref="Core.InputException">The language is not known.</exception>
    public static Phrases Of(string language) => language switch
    {
        "en" => new("en", null),
        "zh" => new("zh", Chinese.Words),
        _ => throw new Core.InputException("language", $"'{language}' is unknown. {Core.Nearest.Hint(language, [.. Languages])}"),
    };

    /// <summary>Its name: en or zh.</summary>
    public string Language { get; }

    /// <summary>What was asked for and stood in no list; a test holds this empty.</summary>
    public IReadOnlyCollection<string> Missing => missing;

    /// <summary>The words for an English phrase; the phrase itself where there are none.</summary>
    public string this[string english]
    {
        get
        {
            if (translated is null) return english;
            if (translated.TryGetValue(english, out var words)) return words;
            missing.Add(english);
            return english;
        }
    }

    /// <summary>A phrase with numbered holes filled in.</summary>
    public string Say(string english, params object[] values) => string.Format(CultureInfo.InvariantCulture, this[english], values);
}
