using FineGrain.Core;

namespace FineGrain.Feedback.LabelErrors;

/// <summary>Opinions of real models on the spans of texts that they have not learnt, from their predictions.</summary>
public static class ModelOpinions
{
    /// <summary>Reads the opinions of one model off its predictions. An answer belongs to a text, whatever its id: the same text has the same answer.</summary>
    /// <param name="examples">Texts with spans.</param>
    /// <param name="layer">entities or aspects.</param>
    /// <param name="predictions">The model's predictions of these texts with these spans, in any order; there may be more.</param>
    /// <param name="source">Where the predictions come from, for errors.</param>
    /// <returns>The opinion on each text.</returns>
    /// <exception cref="InputException">A text has no answer, the answer with its id is one to another text or to other spans, or an answer is not one of spans.</exception>
    public static IReadOnlyList<SpanOpinion> Of(IReadOnlyList<Example> examples, string layer, IEnumerable<Prediction> predictions, string source)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var prediction in predictions)
        {
            ids.Add(prediction.Id);
            if (!answers.TryGetValue(prediction.Text, out var answer)) answers.Add(prediction.Text, answer = new());
            answer.Add(prediction, source);
        }
        return [.. examples.Select(e => answers.TryGetValue(e.Text, out var answer) ? answer.On(e, layer, source) : throw new InputException(source, ids.Contains(e.Id)
            ? $"the answer for '{e.Id}' is one to another text: the data have changed since. Answer them again with 'finegrain predict --input'."
            : $"has no answer for '{e.Id}'. Answer all of the data with 'finegrain predict --input'."))];
    }

    /// <summary>What a model says of a text, which may stand in the data several times, annotated in several ways.</summary>
    private sealed class Answer
    {
        private readonly List<ScoredSpan> marked = [];
        private readonly Dictionary<Span, double> given = [];

        public void Add(Prediction prediction, string source)
        {
            marked.AddRange((prediction.Spans ?? throw new InputException(source, $"the answer for '{prediction.Id}' has no spans. Predict with a model that marks spans.")).Except(marked));
            foreach (var (span, score) in (prediction.GoldSpans ?? []).Zip(prediction.GoldScores ?? [])) given[span] = score;
        }

        public SpanOpinion On(Example example, string layer, string source)
        {
            var spans = example.SpansOf(layer);
            double[] probable = [.. spans.Select(s => given.TryGetValue(s, out var p) ? p : throw new InputException(source,
                $"the answer for '{example.Id}' does not say how probable '{s.Slice(example.Text)}' as {s.Label} is (gold_scores). Answer the data as they are now with 'finegrain predict --input'."))];
            // Where it marks nothing, what is not the given span is nothing: other spans there are less likely to it than that.
            return new(marked, probable, [.. spans.Select((s, i) => marked.Exists(m => m.Overlaps(s)) ? 0 : 1 - probable[i])]);
        }
    }
}
