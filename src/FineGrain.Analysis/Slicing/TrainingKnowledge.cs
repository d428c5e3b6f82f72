using FineGrain.Core;

namespace FineGrain.Analysis.Slicing;

/// <summary>What the training data had: how often each term, which entities, which texts. Slices by unseen words, unseen entities and near-duplicates need it.</summary>
public sealed class TrainingKnowledge
{
    private readonly Dictionary<string, int> terms = new(StringComparer.Ordinal);
    private readonly HashSet<string> entities = new(StringComparer.Ordinal);
    private readonly NearTexts texts = new();

    private TrainingKnowledge() { }

    /// <summary>Reads all of <paramref name="train"/> once.</summary>
    public static TrainingKnowledge Of(IEnumerable<Example> train)
    {
        var known = new TrainingKnowledge();
        foreach (var example in train)
        {
            foreach (var text in example.Pair is { } pair ? (string[])[example.Text, pair] : [example.Text])
                foreach (var term in Terms.Of(text)) known.terms[term] = known.terms.GetValueOrDefault(term) + 1;
            foreach (var span in example.Entities.Concat(example.Aspects)) known.entities.Add(span.Slice(example.Text));
            known.texts.Add(example.Pair is null ? example.Text : $"{example.Text}\n{example.Pair}");
        }
        return known;
    }

    /// <summary>How often <paramref name="term"/> stands in the training data.</summary>
    public int CountOf(string term) => terms.GetValueOrDefault(term);

    /// <summary>Whether an entity or aspect with exactly these words is annotated in the training data.</summary>
    public bool HasEntity(string words) => entities.Contains(words);

    /// <summary>The largest similarity of <paramref name="text"/> with a training text, 0 to 1; what is below one half is given as 0.</summary>
    public double Similarity(string text) => texts.Nearest(text);
}
