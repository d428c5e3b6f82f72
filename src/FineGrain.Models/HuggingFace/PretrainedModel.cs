using System.Text;
using System.Text.Json.Nodes;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models.Emission;
using FineGrain.Models.Families;
using FineGrain.Models.HuggingFace.Hub;
using FineGrain.Models.Safetensors;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Models.HuggingFace;

/// <summary>
/// A checkpoint of the BERT family (BERT, RoBERTa, DistilBERT, ELECTRA, ALBERT) with a classifier. Saved under Hugging Face's own names and keys,
/// so that Python opens it; what Python does not know stands under <c>finegrain</c>.
/// </summary>
public sealed class PretrainedModel : TextModel
{
    private const string Part = "network.";

    [ComponentName(Name = "network")] private readonly TransformerModel network;
    private readonly PretrainedConfig config;

    private PretrainedModel(PretrainedConfig config, DropoutStream random) : base(nameof(PretrainedModel), config.Outputs, config.Target, config.Spans, random)
    {
        this.config = config;
        network = new(config.Encoder, config.Outputs, config.Target, config.Spans, Initializer.Zeros, random); // every value comes from the checkpoint or is drawn after it
        RegisterComponents();
    }

    /// <summary>The network without its foreign names.</summary>
    internal TransformerModel Network => network;

    /// <summary>Value of <c>model_type</c>: bert, roberta, distilbert, electra, albert.</summary>
    public string ModelType => config.Family.ModelType;

    /// <summary>What was taken from the checkpoint and what was not; empty for a model that was not filled from one.</summary>
    public CheckpointReport Report { get; private set; } = new([], [], []);

    /// <inheritdoc/>
    public override IReadOnlyList<Spans.SpanHead> SpanHeads => network.SpanHeads;

    /// <inheritdoc/>
    public override bool UsesTokenTypes => network.UsesTokenTypes;

    /// <inheritdoc/>
    public override bool UsesNgrams => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> EmbeddingNames => [.. network.EmbeddingNames.Select(name => Part + name)];

    /// <inheritdoc/>
    public override IReadOnlyList<string> NgramTableNames => [.. network.NgramTableNames.Select(name => Part + name)];

    /// <inheritdoc/>
    public override int TopLayer => network.TopLayer;

    /// <summary>Opens the checkpoint of a recipe, downloading it where needed, and puts a classifier on it.</summary>
    /// <param name="recipe">Checkpoint (folder or hub id), pooling and dropout. A rate given there goes on states and leaves attention weights without dropout, which
    /// keeps the fast kernel; a negative one takes all rates from the checkpoint.</param>
    /// <param name="shape">What the tokenizer and the task decide.</param>
    /// <param name="initial">Draws weights of the head that the checkpoint lacks.</param>
    /// <param name="random">Draws dropout.</param>
    /// <exception cref="InputException">The checkpoint cannot be had or opened, or its tables are too small for the tokenizer or the length.</exception>
    internal static PretrainedModel Create(PretrainedRecipe recipe, ModelShape shape, Initializer initial, DropoutStream random)
    {
        var folder = HubCheckpoint.Resolve(recipe.Checkpoint);
        var config = PretrainedConfig.Of(ConfigKeys.Open(folder), recipe, shape);
        return Filled(new PretrainedModel(config, random), folder, initial);
    }

    /// <summary>Opens a folder written by <see cref="Save"/>.</summary>
    /// <param name="folder">A folder with config.json and model.safetensors.</param>
    /// <param name="seed">Seed of dropout, should the model be trained on.</param>
    /// <returns>A model in evaluation mode, on the CPU, owned by the caller.</returns>
    /// <exception cref="InputException">A file is missing or damaged, or the two do not fit together.</exception>
    public static PretrainedModel Load(string folder, int seed = 0)
    {
        var model = Filled(new PretrainedModel(PretrainedConfig.OfSaved(ConfigKeys.Open(folder)), new(seed)), folder, initial: null);
        model.eval();
        return model;
    }

    /// <summary>Most tokens, special ones included, that the checkpoint in <paramref name="folder"/> has positions for.</summary>
    /// <param name="folder">A checkpoint; only its config.json is read.</param>
    /// <exception cref="InputException">config.json is missing, damaged or of an architecture that is not supported.</exception>
    public static int LongestInput(string folder)
    {
        var keys = ConfigKeys.Open(folder);
        return PretrainedConfig.LongestInput(CheckpointFamily.Of(keys).Read(keys));
    }

    /// <summary>The network that a config.json describes, with all weights 0, for a caller that fills them: an ensemble.</summary>
    internal static PretrainedModel Empty(JsonObject config, string path, DropoutStream random) => new(PretrainedConfig.OfSaved(new(path, config)), random);

    /// <summary>Whether a folder was written by <see cref="Save"/>.</summary>
    internal static bool Wrote(string folder) => File.Exists(Path.Combine(folder, CheckpointFiles.Config)) && ConfigKeys.Open(folder).Json[PretrainedConfig.OwnKey] is JsonObject;

    /// <inheritdoc cref="TransformerModel.LayerOf"/>
    public override int LayerOf(string parameterName)
    {
        ArgumentNullException.ThrowIfNull(parameterName);
        return network.LayerOf(Ours(parameterName));
    }

    /// <summary>Contextual states of the tokens.</summary>
    /// <param name="input">The batch.</param>
    /// <returns>Float32 [B, T, H]; rows of padding hold no meaning.</returns>
    public Tensor States(ModelInput input) => network.States(input);

    /// <inheritdoc/>
    public override void Save(string folder)
    {
        var json = Encoding.UTF8.GetBytes(config.ToJson().ToJsonString(ModelJson.Default.Options) + "\n");
        FileWriting.Atomically(Path.Combine(folder, CheckpointFiles.Config), stream => stream.Write(json));
        var ownHead = config.Family.OwnHead(config.Encoder);
        SafetensorsFile.Write(Path.Combine(folder, CheckpointFiles.Weights),
            network.named_parameters().Select(p => (config.Family.NameOf(p.name, ownHead), (Tensor)p.parameter)));
    }

    private protected override IReadOnlyList<Tensor> Forward(ModelInput input, Mix? mix) => ForwardOf(network, input, mix);

    internal override OnnxValue EmitLogits(GraphEmitter emitter) => network.EmitLogits(emitter);

    internal override JsonObject Describe()
    {
        var json = config.ToJson();
        json["family"] = "pretrained";
        return json;
    }

    private static PretrainedModel Filled(PretrainedModel model, string folder, Initializer? initial)
    {
        try
        {
            using var weights = CheckpointWeights.Open(folder);
            model.Report = new CheckpointLoading(model.config.Family, weights, model.network).Fill(initial);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static string Ours(string parameterName) => parameterName.StartsWith(Part, StringComparison.Ordinal) ? parameterName[Part.Length..] : parameterName;
}
