using FineGrain.Core;
using FineGrain.Data.Batching;

namespace FineGrain.Inference.Spans;

/// <summary>Answers a text that is longer than the model reads: its windows some at a time, so that memory does not grow with it.</summary>
/// <param name="encoder">Cuts the windows.</param>
/// <param name="run">Logits of encoded windows.</param>
internal sealed class LongText(ExampleEncoder encoder, Func<IReadOnlyList<EncodedExample>, float[][]> run)
{
    private const int Together = 64;

    /// <summary>The spans of the whole text.</summary>
    public Prediction Spans(Example example, SpanDecoder decoder)
    {
        var windows = Answers(example, (window, logits) => new WindowSpans(window.Start, window.End, window.CutBefore, window.CutAfter, decoder.Spans(example.Id, window.Encoded, logits)));
        return decoder.Answer(example, WindowMerge.Spans([.. windows], flat: !decoder.ScoresStretches));
    }

    /// <summary>The logits of the whole text.</summary>
    /// <param name="example">The text, or pair.</param>
    /// <param name="target">label, labels or number.</param>
    public float[] Logits(Example example, string target) => WindowLogits.Of([.. Answers(example, (window, logits) => (logits, window.Tokens))], target);

    private IEnumerable<T> Answers<T>(Example example, Func<TextWindow, float[], T> answer)
    {
        foreach (var windows in encoder.Windows(example.Text, example.Pair).Chunk(Together))
        {
            var logits = run([.. windows.Select(w => w.Encoded)]);
            for (var i = 0; i < windows.Length; i++) yield return answer(windows[i], logits[i]);
        }
    }
}
