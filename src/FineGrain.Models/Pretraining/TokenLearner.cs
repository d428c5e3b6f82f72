using FineGrain.Models.Layers;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Models.Pretraining;

/// <summary>An encoder and the predictor of tokens on top of it: both are trained, only the encoder is kept.</summary>
public sealed class TokenLearner : nn.Module
{
    /// <summary>What the names of the encoder's parameters begin with.</summary>
    public const string EncoderPart = "encoder.";

    [ComponentName(Name = "encoder")] private readonly TextModel encoder;
    [ComponentName(Name = "predictor")] private readonly TokenPredictor predictor;

    /// <summary>Puts a fresh predictor on an encoder; it owns both.</summary>
    /// <param name="encoder">A model that is an <see cref="ITokenEncoder"/>.</param>
    /// <param name="seed">Seed of the predictor's first weights.</param>
    /// <exception cref="ArgumentException">The model has no states of tokens.</exception>
    public TokenLearner(TextModel encoder, int seed) : base(nameof(TokenLearner))
    {
        ArgumentNullException.ThrowIfNull(encoder);
        this.encoder = encoder;
        Tokens = encoder as ITokenEncoder ?? throw new ArgumentException($"{encoder.GetName()} has no states of tokens", nameof(encoder));
        var rows = encoder.TokenRows;
        Table = encoder.modules().OfType<Embedding>().First(e => e.Weight.Handle == rows.Handle);
        predictor = new(Tokens.StateWidth, Table, new(seed));
        RegisterComponents();
    }

    /// <summary>The encoder.</summary>
    public TextModel Encoder => encoder;

    /// <summary>The encoder as what predicts tokens.</summary>
    public ITokenEncoder Tokens { get; }

    /// <summary>The predictor.</summary>
    public TokenPredictor Predictor => predictor;

    /// <summary>The token table that both share.</summary>
    public Embedding Table { get; }

    /// <summary>Depth of a parameter, as <see cref="TextModel.LayerOf"/> counts; the predictor's are the top.</summary>
    public int LayerOf(string parameterName) => encoder.LayerWithin(EncoderPart, parameterName);

    /// <summary>What the places of some tokens expect, in the space of the token table. In training each call draws new dropout.</summary>
    /// <param name="input">The batch.</param>
    /// <param name="places">Positions in the flattened batch [B · T], int64 [M].</param>
    /// <returns>Float32 [M, W].</returns>
    public Tensor Expected(ModelInput input, Tensor places)
    {
        using var scope = NewDisposeScope();
        if (training) encoder.Dropout.Advance();
        var states = Tokens.ContextStates(input);
        return predictor.Expected(states.reshape(-1, Tokens.StateWidth).index_select(0, places)).MoveToOuterDisposeScope();
    }
}
