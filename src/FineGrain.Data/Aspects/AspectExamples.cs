using FineGrain.Core;

namespace FineGrain.Data.Aspects;

/// <summary>Makes one example of each aspect that is asked about.</summary>
public static class AspectExamples
{
    /// <summary>Name of the field that holds the words of the asked aspect.</summary>
    public const string Field = "aspect";

    /// <summary>
    /// An example for each aspect of each text, in order: the id is <c>ID#N</c> (N from 1), <see cref="Example.Aspects"/> has the asked aspect alone, and its polarity, where it
    /// has one, is the gold label. An example that was made so stays as it is.
    /// </summary>
    public static IEnumerable<Example> Of(IEnumerable<Example> examples) => examples.SelectMany(Of);

    /// <summary>The same, but a text without an aspect is an error: an answer to it would be lost.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="onBare">Takes the error of each text without an aspect, which is then left out; null throws at the first.</param>
    /// <exception cref="InputException">An example names no aspect; raised when it is reached.</exception>
    public static IEnumerable<Example> Asked(IEnumerable<Example> examples, Action<InputException>? onBare = null) => examples.SelectMany(example =>
    {
        if (example.Aspects.Count > 0) return Of(example);
        var error = new InputException(example.Source ?? example.Id, "names no aspect to judge. Give its words with --aspect, or 'aspects': [{\"start\": …, \"end\": …}] in JSON lines.");
        if (onBare is null) throw error;
        onBare(error);
        return [];
    });

    private static IEnumerable<Example> Of(Example example) => example.Aspects.Count == 1 && example.Fields.ContainsKey(Field) ? [example] : example.Aspects.Select((aspect, i) => example with
    {
        Id = $"{example.Id}#{i + 1}",
        Aspects = [aspect],
        Triplets = [],
        Labels = aspect.Label.Length == 0 ? [] : [aspect.Label],
        Fields = new Dictionary<string, string>(example.Fields) { [Field] = aspect.Slice(example.Text) },
    });
}
