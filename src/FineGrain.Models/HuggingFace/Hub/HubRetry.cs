using FineGrain.Core;

namespace FineGrain.Models.HuggingFace.Hub;

/// <summary>Repeats an action after interruptions, waiting twice as long each time; a try that got further starts the count anew.</summary>
internal sealed class HubRetry(HubOptions options)
{
    private static readonly TimeSpan longest = TimeSpan.FromMinutes(1);

    /// <summary>Runs <paramref name="attempt"/> until it answers.</summary>
    /// <param name="what">Address, for the error.</param>
    /// <param name="attempt">One try.</param>
    /// <param name="reached">How far the work is; a larger number is progress.</param>
    /// <param name="cancellation">Ends the waits.</param>
    /// <exception cref="InputException">Every try failed.</exception>
    public async Task<T> Run<T>(string what, Func<Task<T>> attempt, Func<long> reached, CancellationToken cancellation)
    {
        var failures = 0;
        while (true)
        {
            var before = reached();
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (HubInterruption e)
            {
                failures = reached() > before ? 1 : failures + 1;
                if (e.Final || failures >= options.Attempts)
                    throw new InputException(what, $"{e.Message} ({failures} {(failures == 1 ? "try" : "tries")}). Check the connection and try again: what has " +
                        "arrived is kept. Without a connection give the folder of a checkpoint, or set FINEGRAIN_HUB to a mirror.", e);
                var wait = e.RetryAfter ?? options.FirstDelay * Math.Pow(2, failures - 1);
                await Task.Delay(wait < longest ? wait : longest, options.Clock, cancellation).ConfigureAwait(false);
            }
        }
    }
}
