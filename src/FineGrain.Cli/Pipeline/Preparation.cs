using System.Globalization;
using System.Security.Cryptography;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Aspects;
using FineGrain.Data.Batching;
using FineGrain.Data.Preparing;
using FineGrain.Data.Reading;
using FineGrain.Data.Spans.Features;
using FineGrain.Data.Tokenization;
using FineGrain.Models.HuggingFace.Hub;

namespace FineGrain.Cli.Pipeline;

/// <summary>What all seeds of a run share: the examples, the tokenizer, and how text becomes model input.</summary>
internal sealed class Preparation
{
    private Preparation(Recipe recipe, ModelRecipe model, string recipeFolder, PreparedData data, Tokenizer? tokenizer = null, Lexicon? lexicon = null, ModelVectors? vectors = null)
    {
        Recipe = recipe;
        Model = model;
        RecipeFolder = recipeFolder;
        Data = data;
        Vectors = vectors ?? new(model, recipeFolder);
        var asked = recipe is { Task: "aspects", Target: "label" } ? recipe.Aspects : null;
        var marks = recipe.Target is "spans" or "triplets";
        Tokenizer = tokenizer ?? (asked is null ? TokenizerOf(recipe, model, recipeFolder, data, Vectors) : AspectMarkers.In(TokenizerOf(recipe, model, recipeFolder, data, Vectors), asked));
        Encoding = new()
        {
            MaxLength = recipe.Tokenizer.MaxLength,
            Truncation = recipe.Tokenizer.Truncation,
            SpecialTokens = recipe.Tokenizer.SpecialTokens,
            Clean = recipe.Data.Clean,
            Ngrams = NgramsOf(recipe.Model),
            Windows = asked is null && (recipe.Tokenizer.LongTexts == "windows" || (recipe.Tokenizer.LongTexts == "auto" && marks)), // an asked aspect has its own window
            Overlap = recipe.Tokenizer.Overlap,
            Aspects = asked,
            Units = !marks ? "" : recipe.Tokenizer.Kind is "word" or "character" && Checkpoints.Folders(model).Count == 0 ? "tokens" : "words",
        };
        Spans = recipe.Target == "triplets" ? new() { Head = "biaffine", Layer = "triplets" } : marks ? new() { Head = recipe.Spans.Head, Scheme = recipe.Spans.Scheme, Layer = recipe.Spans.Layer } : null;
        if (Spans is not null)
        {
            var cleaner = new FineGrain.Data.Cleaning.Cleaner(recipe.Data.Clean);
            var texts = data.Train.Select(e => cleaner.Clean(e.Text).Text);
            var (features, characters) = (recipe.Spans.Features, recipe.Spans.Characters);
            Lexicon = lexicon ?? FineGrain.Data.Spans.Features.Lexicon.Of(features, recipeFolder, texts);
            if (features.Templates.Count > 0) Encoding = Encoding with { Features = features with { Templates = new UnitFeatures(features, Lexicon).Templates } };
            if (characters.Filters > 0)
            {
                var known = UnitCharacters.Learn(texts, characters.Length);
                Encoding = Encoding with { Characters = known.Vocabulary, CharacterLength = characters.Length };
                CharacterIds = known.Size;
            }
        }
        Encoder = new(Tokenizer, Encoding, Lexicon);
    }

    public Recipe Recipe { get; }

    /// <summary>The recipe's model section with the full path of a folder in place of each checkpoint.</summary>
    public ModelRecipe Model { get; }

    /// <summary>Folder of the recipe, which its relative paths start from.</summary>
    public string RecipeFolder { get; }

    public PreparedData Data { get; }

    public Tokenizer Tokenizer { get; }

    /// <summary>The pretrained vectors that the model section names.</summary>
    public ModelVectors Vectors { get; }

    public EncodingManifest Encoding { get; }

    public ExampleEncoder Encoder { get; }

    /// <summary>Words that features of units look for; null where they look for none.</summary>
    public Lexicon? Lexicon { get; }

    /// <summary>Number of character ids; 0 where the model reads no characters.</summary>
    public int CharacterIds { get; }

    /// <summary>How spans are told; null for other targets.</summary>
    public SpanManifest? Spans { get; }

    /// <summary>Size and kind of the vocabulary, such as "1,000 word tokens".</summary>
    public string Vocabulary => string.Create(CultureInfo.InvariantCulture,
        $"{Tokenizer.VocabularySize:#,0} {(Recipe.Tokenizer.Kind != "file" && Checkpoints.Folders(Model).Count > 0 ? "checkpoint" : Recipe.Tokenizer.Kind)} tokens");

    /// <summary>SHA-256 over all that decides the weights beside the training section: a checkpoint of another run is refused by it.</summary>
    public string Identity => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(
        $"{Data.Hash}\n{Vectors.Identity}{Tokenizer.ToJson()}\n{RecipePrinter.Print(Recipe with { Name = "", Training = new(), Evaluation = new() })}")));

    /// <summary>Fetches the checkpoints, reads, splits and tokenizes, and writes the prepared splits into the run's folder.</summary>
    /// <exception cref="InputException">A checkpoint cannot be had, the data cannot be read, or the folder not be written.</exception>
    public static Preparation Run(BoundRecipe bound, string recipePath, RunFolder run, IProgress<HubProgress> progress, CancellationToken stop)
    {
        var recipeFolder = Path.GetDirectoryName(Path.GetFullPath(recipePath))!;
        var model = Checkpoints.Resolve(bound.Recipe.Model, recipeFolder, progress, stop);
        Checkpoints.CheckLength(bound, model);
        var data = DataPreparation.Prepare(bound.Recipe, recipeFolder);
        WriteSplits(data, run);
        var vectors = new ModelVectors(model, recipeFolder);
        return new(bound.Recipe, model, recipeFolder, DataPreparation.Knowing(data, vectors.Learned), vectors: vectors);
    }

    /// <summary>The preparation of a network that keeps the tokenizer of another.</summary>
    /// <param name="recipe">The recipe; checkpoints in it are folders of this machine.</param>
    /// <param name="recipeFolder">Folder that its relative paths start from.</param>
    /// <param name="data">Its data, prepared.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="lexicon">Its words, where it looks for some.</param>
    public static Preparation With(Recipe recipe, string recipeFolder, PreparedData data, Tokenizer tokenizer, Lexicon? lexicon = null) => new(recipe, recipe.Model, recipeFolder, data, tokenizer, lexicon);

    /// <summary>The same as <see cref="Run"/> from examples that are in memory already, such as a patched version of the training data.</summary>
    public static Preparation Of(BoundRecipe bound, string recipePath, PreparedData data, IProgress<HubProgress> progress, CancellationToken stop)
    {
        var recipeFolder = Path.GetDirectoryName(Path.GetFullPath(recipePath))!;
        var model = Checkpoints.Resolve(bound.Recipe.Model, recipeFolder, progress, stop);
        Checkpoints.CheckLength(bound, model);
        return new(bound.Recipe, model, recipeFolder, data);
    }

    /// <summary>The preparation of a refit: all that is learnt from train, tokenizer and words included, is learnt from train and dev; there is no dev.</summary>
    public Preparation WithDev() => new(Recipe, Model, RecipeFolder, DataPreparation.WithDev(Recipe, Data), vectors: Vectors);

    /// <summary>Writes the prepared splits as examples.jsonl files.</summary>
    public static void WriteSplits(PreparedData data, RunFolder run)
    {
        foreach (var name in (string[])["train", "dev", "test"])
            if (Split(data, name) is { Count: > 0 } examples) ExampleFile.Write(run.Split(name), examples);
    }

    /// <summary>A split by name.</summary>
    public static IReadOnlyList<Example> Split(PreparedData data, string name) => name switch { "train" => data.Train, "dev" => data.Dev, _ => data.Test };

    private static Tokenizer TokenizerOf(Recipe recipe, ModelRecipe model, string folder, PreparedData data, ModelVectors vectors)
    {
        if (recipe.Tokenizer.Kind == "file") return Tokenizer.Load(Path.Combine(folder, recipe.Tokenizer.File));
        if (Checkpoints.Folders(model) is { Count: > 0 } checkpoints) return Checkpoints.Tokenizer(checkpoints);
        var cleaner = new FineGrain.Data.Cleaning.Cleaner(recipe.Data.Clean);
        return TokenizerTrainer.Train(recipe.Tokenizer, data.Train.SelectMany(e => e.Pair is null ? (string[])[e.Text] : [e.Text, e.Pair]).Select(t => cleaner.Clean(t).Text), recipe.Tokenizer.ExtraFromVectors ? vectors.Words : null);
    }

    /// <summary>The n-grams that the batches must carry; members of an ensemble share them.</summary>
    private static NgramRecipe? NgramsOf(ModelRecipe model) => model switch
    {
        MlpRecipe { Ngrams: { Words: > 0 } or { Characters: > 0 } } mlp => mlp.Ngrams,
        EnsembleRecipe ensemble => ensemble.Members.Select(NgramsOf).FirstOrDefault(n => n is not null),
        _ => null,
    };
}
