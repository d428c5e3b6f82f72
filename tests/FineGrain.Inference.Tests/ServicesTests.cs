using System.Diagnostics;
using System.Diagnostics.Metrics;
using FineGrain.Core;
using Microsoft.Extensions.DependencyInjection;

namespace FineGrain.Inference.Tests;

public sealed class ServicesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ServicesTests()
    {
        foreach (var name in (string[])["one", "two"]) TinyModel.Write(folder[name], TinyModel.Manifest("label", "negative", "positive") with { Name = name });
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void One_predictor_is_opened_when_asked_for_shared_and_closed_with_the_container()
    {
        var services = new ServiceCollection().AddFineGrain(folder["one"], new() { Threads = 1 }).BuildServiceProvider();
        var predictor = services.GetRequiredService<Predictor>();
        Assert.Same(predictor, services.GetRequiredService<Predictor>());
        Assert.Equal(1, predictor.Threads);
        services.Dispose();
        Assert.Throws<ObjectDisposedException>(() => predictor.Predict("good"));
    }

    [Fact]
    public void Several_models_live_side_by_side_under_their_keys()
    {
        using var services = new ServiceCollection().AddKeyedFineGrain("a", folder["one"]).AddKeyedFineGrain("b", folder["two"]).BuildServiceProvider();
        Assert.Equal(("one", "two"), (services.GetRequiredKeyedService<Predictor>("a").Manifest.Name, services.GetRequiredKeyedService<Predictor>("b").Manifest.Name));
    }

    [Fact]
    public void A_wrong_folder_is_an_error_when_it_is_opened()
    {
        using var services = new ServiceCollection().AddFineGrain(folder["nowhere"]).BuildServiceProvider();
        Assert.Contains("is not there", Assert.Throws<InputException>(() => services.GetRequiredService<Predictor>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Counters_and_activities_tell_what_was_answered()
    {
        var counted = new Dictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == Telemetry.Name) l.EnableMeasurementEvents(instrument);
        };
        void Count<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) where T : struct
        {
            // other tests answer meanwhile
            if (!tags.Contains(new("model", "telemetry"))) return;
            lock (counted) counted[instrument.Name] = counted.GetValueOrDefault(instrument.Name) + Convert.ToDouble(value, null);
        }

        listener.SetMeasurementEventCallback<long>(Count);
        listener.SetMeasurementEventCallback<double>(Count);
        listener.Start();
        var activities = new List<Activity>();
        using var watcher = new ActivityListener
        {
            ShouldListenTo = s => s.Name == Telemetry.Name,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = a => { lock (activities) if ((string?)a.GetTagItem("finegrain.model") == "telemetry") activities.Add(a); },
        };
        ActivitySource.AddActivityListener(watcher);
        TinyModel.Write(folder["telemetry"], TinyModel.Manifest("label", "a", "b") with { Name = "telemetry" }, selfTests: false);
        using var predictor = Predictor.Open(folder["telemetry"]);
        var texts = new[] { "good film", "a very very bad film", "good" };
        predictor.Logits([.. texts.Select(t => predictor.Encode(t))]);

        // with [CLS] and [SEP]: 4, 7 and 3 tokens, padded to 7 in one batch
        Assert.Equal((3, 14, 7, 0), (counted["finegrain.inference.examples"], counted["finegrain.inference.tokens"], counted["finegrain.inference.padding"], counted.GetValueOrDefault("finegrain.inference.failures")));
        Assert.True(counted["finegrain.inference.duration"] > 0);
        var activity = Assert.Single(activities);
        Assert.Equal(("finegrain.predict", 3, "fp32"), (activity.OperationName, activity.GetTagItem("finegrain.examples"), activity.GetTagItem("finegrain.precision")));

        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => predictor.Logits([predictor.Encode("good")], stopped.Token));
        Assert.Equal(1, counted["finegrain.inference.failures"]);
        Assert.Equal(ActivityStatusCode.Error, activities[^1].Status);
    }
}
