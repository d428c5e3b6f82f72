using System.Runtime.CompilerServices;
using FineGrain.Core;

namespace FineGrain.Inference;

/// <summary>
/// Answers an endless source as it comes: while examples are there at once they are gathered, as in a stream from a file; when the source makes one wait, what has
/// been gathered is answered first. A chat gets each answer at once, a bulk load gets full batches.
/// </summary>
internal static class AnswerStream
{
    private const int FirstWindow = 32;

    public static async IAsyncEnumerable<Prediction> Of(Predictor predictor, IAsyncEnumerable<Example> examples, int largest, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var source = examples.GetAsyncEnumerator(cancellation);
        await using (source.ConfigureAwait(false))
        {
            var size = Math.Min(FirstWindow, largest);
            for (var next = source.MoveNextAsync(); ;)
            {
                if (!await next.ConfigureAwait(false)) yield break;
                var window = new List<Example>(size) { source.Current };
                for (next = source.MoveNextAsync(); window.Count < size && next.IsCompletedSuccessfully && next.Result; next = source.MoveNextAsync()) window.Add(source.Current);
                // An example beyond the window stays in the source: its result is awaited above.
                foreach (var prediction in await Task.Run(() => predictor.Predict(window, cancellation).ToList(), cancellation).ConfigureAwait(false)) yield return prediction;
                size = window.Count == size ? Math.Min(size * 2, largest) : Math.Min(FirstWindow, largest);
            }
        }
    }
}
