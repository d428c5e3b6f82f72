using FineGrain.Core;
using FineGrain.Data.Batching;

namespace FineGrain.Inference.Spans;

/// <summary>Answers a text that is longer than the model reads: its windows some at a time, so that memory does not grow with it.</summary>
/// <param name="encoder">Cuts the windows.</param>
/// <param name="run">Logits of encoded windows.</param>
internal sealed class LongText(ExampleEncoder encoder, Func<IReadOnlyList<EncodedExample>, float[][]> run)
{
    /// <summary>Windows whose logits are in memory together; a table over pairs of units is as large as many rows.</summary>
    private const int Rows = 64, Tables = 8;

    /// <summary>The spans or triplets of the whole text.</summary>
    public Prediction Answer(Example example, SpanDecoder decoder)
    {
        var together = decoder.ScoresStretches ? Tables : Rows;
        if (decoder.FindsTriplets)
        {
            var triplets = Answers(example, together, (window, logits) => new WindowTriplets(window.Start, window.End, window.CutBefore, window.CutAfter, decoder.Triplets(example.Id, window.Encoded, logits)));
            return SpanDecoder.Answer(example, TripletMerge.Of([.. triplets]));
        }
        var gold = decoder.Gold(example);
        var windows = Answers(example, together, (window, logits) => (
            Found: new WindowSpans(window.Start, window.End, window.CutBefore, window.CutAfter, decoder.Spans(example.Id, window.Encoded, logits)),
            Gold: decoder.Probabilities(gold, window.Encoded, logits))).ToList();
        WindowSpans[] found = [.. windows.Select(w => w.Found)];
        return decoder.Answer(example, WindowMerge.Spans(found, flat: !decoder.ScoresStretches), WindowMerge.Probabilities(found, gold, [.. windows.Select(w => w.Gold)]));
    }

    /// <summary>The logits of the whole text.</summary>
    /// <param name="example">The text, or pair.</param>
    /// <param name="target">label, labels, number or categories.</param>
    /// <param name="categories">The labels by category; null for other targets.</param>
    public float[] Logits(Example example, string target, LabelGroups? categories) =>
        WindowLogits.Of([.. Answers(example, Rows, (window, logits) => (logits, window.Tokens))], target, categories);

    private IEnumerable<T> Answers<T>(Example example, int together, Func<TextWindow, float[], T> answer)
    {
        foreach (var windows in encoder.Windows(example.Text, example.Pair).Chunk(together))
        {
            var logits = run([.. windows.Select(w => w.Encoded)]);
            for (var i = 0; i < windows.Length; i++) yield return answer(windows[i], logits[i]);
        }
    }
}
