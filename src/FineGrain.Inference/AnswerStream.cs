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
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var source = examples.GetAsyncEnumerator(stop.Token);
        var next = source.MoveNextAsync().AsTask();
        try
        {
            var size = Math.Min(FirstWindow, largest);
            while (await next.ConfigureAwait(false))
            {
                var window = new List<Example>(size) { source.Current };
                next = source.MoveNextAsync().AsTask();
                while (window.Count < size && next is { IsCompletedSuccessfully: true, Result: true })
                {
                    window.Add(source.Current);
                    next = source.MoveNextAsync().AsTask();
                }
                foreach (var prediction in await Task.Run(() => predictor.Predict(window, cancellation).ToList(), cancellation).ConfigureAwait(false)) yield return prediction;
                size = window.Count == size ? Math.Min(size * 2, largest) : Math.Min(FirstWindow, largest);
            }
        }
        finally
        {
            // The caller may leave while an example is being waited for: the source is asked to give up before it is closed.
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }
}
