using System.Diagnostics.CodeAnalysis;
using FineGrain.Inference;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers predictors. Each is opened when it is first asked for, shared by all, and closed with the container.</summary>
[SuppressMessage("Style", "IDE0130", Justification = "registration methods stand in the namespace that every host imports")]
public static class FineGrainServices
{
    /// <summary>Adds the one <see cref="Predictor"/> of the application.</summary>
    /// <param name="services">The services.</param>
    /// <param name="folder">The model folder.</param>
    /// <param name="options">How it runs; null takes the defaults.</param>
    public static IServiceCollection AddFineGrain(this IServiceCollection services, string folder, PredictorOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return services.AddSingleton(_ => Predictor.Open(folder, options));
    }

    /// <summary>Adds a <see cref="Predictor"/> beside others; take it with <c>[FromKeyedServices(key)]</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">Its key, e.g. "sentiment".</param>
    /// <param name="folder">The model folder.</param>
    /// <param name="options">How it runs; null takes the defaults.</param>
    public static IServiceCollection AddKeyedFineGrain(this IServiceCollection services, object key, string folder, PredictorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return services.AddKeyedSingleton(key, (_, _) => Predictor.Open(folder, options));
    }
}
