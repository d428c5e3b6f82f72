using System.Security.Cryptography;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Batching;
using FineGrain.Data.Preparing;
using FineGrain.Data.Reading;
using FineGrain.Data.Tokenization;

namespace FineGrain.Cli.Pipeline;

/// <summary>What all seeds of a run share: the examples, the tokenizer, and how text becomes model input.</summary>
internal sealed class Preparation
{
    private Preparation(Recipe recipe, string recipeFolder, PreparedData data)
    {
        Recipe = recipe;
        RecipeFolder = recipeFolder;
        Data = data;
        Tokenizer = TokenizerOf(recipe, recipeFolder, data);
        Encoding = new()
        {
            MaxLength = recipe.Tokenizer.MaxLength,
            Truncation = recipe.Tokenizer.Truncation,
            SpecialTokens = recipe.Tokenizer.SpecialTokens,
            Clean = recipe.Data.Clean,
            Ngrams = NgramsOf(recipe.Model),
        };
        Encoder = new(Tokenizer, Encoding);
    }

    public Recipe Recipe { get; }

    public string RecipeFolder { get; }

    public PreparedData Data { get; }

    public Tokenizer Tokenizer { get; }

    public EncodingManifest Encoding { get; }

    public ExampleEncoder Encoder { get; }

    /// <summary>SHA-256 over all that decides the weights beside the training section: a checkpoint of another run is refused by it.</summary>
    public string Identity => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(
        $"{Data.Hash}\n{Tokenizer.ToJson()}\n{RecipePrinter.Print(Recipe with { Name = "", Training = new(), Evaluation = new() })}")));

    /// <summary>Reads, splits and tokenizes, and writes the prepared splits into the run's folder.</summary>
    /// <exception cref="InputException">The data cannot be read, or the folder not be written.</exception>
    public static Preparation Run(Recipe recipe, string recipePath, RunFolder run)
    {
        var recipeFolder = Path.GetDirectoryName(Path.GetFullPath(recipePath))!;
        var data = DataPreparation.Prepare(recipe, recipeFolder);
        WriteSplits(data, run);
        return new(recipe, recipeFolder, data);
    }

    /// <summary>Writes the prepared splits as examples.jsonl files.</summary>
    public static void WriteSplits(PreparedData data, RunFolder run)
    {
        foreach (var name in (string[])["train", "dev", "test"])
            if (Split(data, name) is { Count: > 0 } examples) ExampleFile.Write(run.Split(name), examples);
    }

    /// <summary>A split by name.</summary>
    public static IReadOnlyList<Example> Split(PreparedData data, string name) => name switch { "train" => data.Train, "dev" => data.Dev, _ => data.Test };

    private static Tokenizer TokenizerOf(Recipe recipe, string folder, PreparedData data)
    {
        if (recipe.Tokenizer.Kind == "file") return Tokenizer.Load(Path.Combine(folder, recipe.Tokenizer.File));
        if (recipe.Model is PretrainedRecipe pretrained) return Tokenizer.Load(Checkpoints.Folder(pretrained, folder));
        var cleaner = new FineGrain.Data.Cleaning.Cleaner(recipe.Data.Clean);
        return TokenizerTrainer.Train(recipe.Tokenizer, data.Train.SelectMany(e => e.Pair is null ? (string[])[e.Text] : [e.Text, e.Pair]).Select(t => cleaner.Clean(t).Text));
    }

    /// <summary>The n-grams that the batches must carry; members of an ensemble share them.</summary>
    private static NgramRecipe? NgramsOf(ModelRecipe model) => model switch
    {
        MlpRecipe { Ngrams: { Words: > 0 } or { Characters: > 0 } } mlp => mlp.Ngrams,
        EnsembleRecipe ensemble => ensemble.Members.Select(NgramsOf).FirstOrDefault(n => n is not null),
        _ => null,
    };
}
