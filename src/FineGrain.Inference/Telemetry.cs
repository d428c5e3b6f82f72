using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace FineGrain.Inference;

/// <summary>
/// What OpenTelemetry and dotnet-counters can listen to under the name <c>FineGrain.Inference</c>: one activity for each call, and what it cost. Without a listener
/// nothing is recorded.
/// </summary>
public static class Telemetry
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "FineGrain.Inference";

    private static readonly Meter Meter = new(Name);
    private static readonly ActivitySource Activities = new(Name);
    private static readonly Counter<long> Examples = Meter.CreateCounter<long>("finegrain.inference.examples", "{example}", "Examples answered.");
    private static readonly Counter<long> Tokens = Meter.CreateCounter<long>("finegrain.inference.tokens", "{token}", "Tokens of the examples, without padding.");
    private static readonly Counter<long> Padding = Meter.CreateCounter<long>("finegrain.inference.padding", "{token}", "Padding computed beside them.");
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>("finegrain.inference.failures", "{call}", "Calls that failed or were cancelled.");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("finegrain.inference.duration", "s", "Time of a call in the network, from encoded examples to logits.");

    /// <summary>One call into the network; dispose it at its end.</summary>
    internal static Call Begin(string model, string precision, int examples) => new(model, precision, examples);

    /// <summary>Counts into one call; nothing is allocated where nobody listens.</summary>
    internal struct Call : IDisposable
    {
        private readonly Activity? activity;
        private readonly string model, precision;
        private readonly int examples;
        private readonly long began;
        private long tokens, padded;
        private bool done;

        public Call(string model, string precision, int examples)
        {
            (this.model, this.precision, this.examples) = (model, precision, examples);
            activity = Activities.StartActivity("finegrain.predict");
            activity?.SetTag("finegrain.model", model).SetTag("finegrain.precision", precision).SetTag("finegrain.examples", examples);
            began = Duration.Enabled ? Stopwatch.GetTimestamp() : 0;
        }

        /// <summary>One batch was run.</summary>
        public void Batch(int rows, int length, int real)
        {
            tokens += real;
            padded += ((long)rows * length) - real;
        }

        /// <summary>All batches were run.</summary>
        public void Complete() => done = true;

        public readonly void Dispose()
        {
            var tags = new TagList { { "model", model }, { "precision", precision } };
            if (done)
            {
                Examples.Add(examples, tags);
                Tokens.Add(tokens, tags);
                Padding.Add(padded, tags);
                if (began != 0) Duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, tags);
            }
            else
            {
                Failures.Add(1, tags);
                activity?.SetStatus(ActivityStatusCode.Error);
            }
            activity?.SetTag("finegrain.tokens", tokens).SetTag("finegrain.padding", padded);
            activity?.Dispose();
        }
    }
}
