namespace FineGrain.Analysis.Metrics.Spans.Tags;

/// <summary>What a tool counts on tagged sentences.</summary>
public sealed class TagScores
{
    private TagScores(SortedDictionary<string, SpanCount> types, long tokens, long rightTokens) => (Types, Tokens, RightTokens) = (types, tokens, rightTokens);

    /// <summary>Counts of each type that occurs in gold or predictions, in ordinal order.</summary>
    public IReadOnlyDictionary<string, SpanCount> Types { get; }

    /// <summary>All types together.</summary>
    public SpanCount All => Types.Values.Aggregate(new SpanCount(), (a, b) => a + b);

    /// <summary>Number of tags.</summary>
    public long Tokens { get; }

    /// <summary>Tags predicted exactly, outside ones included.</summary>
    public long RightTokens { get; }

    /// <summary>Counts as <paramref name="tool"/> does.</summary>
    /// <exception cref="ArgumentException">A sentence has another number of predicted tags, or a strict scheme refuses a tag.</exception>
    public static TagScores Of(IEnumerable<TaggedSentence> sentences, TagTool tool)
    {
        var types = new SortedDictionary<string, SpanCount>(StringComparer.Ordinal);
        long tokens = 0, right = 0;
        foreach (var (gold, predicted) in sentences)
        {
            if (gold.Count != predicted.Count) throw new ArgumentException($"{gold.Count} gold tags, but {predicted.Count} predicted ones");
            tokens += gold.Count;
            for (var i = 0; i < gold.Count; i++)
                if (gold[i] == predicted[i]) right++;
            var wanted = TagReader.Spans(gold, tool).ToHashSet();
            foreach (var span in wanted) Add(span.Label, new(0, 1, 0));
            foreach (var span in TagReader.Spans(predicted, tool).ToHashSet()) Add(span.Label, new(wanted.Contains(span) ? 1 : 0, 0, 1));
        }
        return new(types, tokens, right);

        void Add(string type, SpanCount count) => types[type] = types.GetValueOrDefault(type) + count;
    }
}
