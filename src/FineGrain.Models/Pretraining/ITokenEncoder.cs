using static TorchSharp.torch;

namespace FineGrain.Models.Pretraining;

/// <summary>An encoder with a state for each token, which can therefore learn from text alone by predicting tokens.</summary>
public interface ITokenEncoder
{
    /// <summary>Width S of a state.</summary>
    int StateWidth { get; }

    /// <summary>Whether <see cref="ContextStates"/> never reads the token that it stands for, so that no token must be masked to be predicted.</summary>
    bool HidesTokens { get; }

    /// <summary>For each token what its surroundings say.</summary>
    /// <param name="input">The batch.</param>
    /// <returns>Float32 [B, T, S]; rows of padding hold no meaning.</returns>
    Tensor ContextStates(ModelInput input);
}
