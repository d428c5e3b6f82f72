using System.Globalization;
using FineGrain.Cli.Terminals;
using FineGrain.Core.Recipes;
using FineGrain.Data.Tokenization;
using FineGrain.Models.Pretraining;
using FineGrain.Models.Vectors;

namespace FineGrain.Cli.Pipeline;

/// <summary>The vectors and encoders that a recipe starts from: the words they add to its tokenizer, the rows and layers they give to its networks. Found and read when first asked for, once.</summary>
internal sealed class ModelVectors(ModelRecipe model, string recipeFolder)
{
    private readonly Dictionary<string, string> folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StaticVectors> opened = new(StringComparer.Ordinal);
    private Dictionary<string, VectorStart>? starts;
    private Dictionary<string, EncoderStart>? encoders;

    /// <summary>What decides the numbers of the vectors; empty without vectors.</summary>
    public string Identity => string.Join(' ', VectorFolders.Paths(model).Select(path => VectorFolders.HashOf(path, recipeFolder)));

    /// <summary>Words that the vectors know, most frequent first.</summary>
    public IEnumerable<string> Words => VectorFolders.Paths(model).SelectMany(path => Open(path).Known).Distinct(StringComparer.Ordinal);

    /// <summary>First rows for the tokens of a tokenizer, by the path that the recipe names.</summary>
    public IReadOnlyDictionary<string, VectorStart> Starts(Tokenizer tokenizer)
    {
        if (starts is not null) return starts;
        string[] tokens = [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.TokenOf)];
        return starts = VectorFolders.Paths(model).ToDictionary(path => path, path => VectorStart.Of(Open(path), tokens), StringComparer.Ordinal);
    }

    /// <summary>First layers, by the path that the recipe names.</summary>
    public IReadOnlyDictionary<string, EncoderStart> Encoders => encoders ??= VectorFolders.Encoders(model).ToDictionary(path => path, path => EncoderStart.Open(Folder(path)), StringComparer.Ordinal);

    /// <summary>How many tokens of the model found a vector.</summary>
    public IEnumerable<string> Lines(Tokenizer tokenizer) => Starts(tokenizer).Select(start => string.Create(CultureInfo.InvariantCulture,
        $"vectors {start.Key}: {start.Value.Count(VectorOrigin.Word):#,0} of {start.Value.Tokens:#,0} tokens as they stand, {start.Value.Count(VectorOrigin.LowerCase):#,0} in lower case, {start.Value.Count(VectorOrigin.Ngrams):#,0} from n-grams, {start.Value.Count(VectorOrigin.None):#,0} at random"));

    /// <summary>Training that leaves parameters still which the network was made with so: vectors that are frozen.</summary>
    public static TrainingRecipe Still(TrainingRecipe training, TorchSharp.torch.nn.Module model) => training with
    {
        Groups = [.. model.named_parameters().Where(p => !p.parameter.requires_grad).Select(p => new ParameterGroupRecipe { Match = p.name, Freeze = true }), .. training.Groups],
    };

    private StaticVectors Open(string path)
    {
        if (!opened.TryGetValue(path, out var vectors)) opened[path] = vectors = VectorFolders.Open(Folder(path));
        return vectors;
    }

    /// <summary>Kept because what a recipe made is found by a hash of all of its files.</summary>
    private string Folder(string path)
    {
        if (!folders.TryGetValue(path, out var folder)) folders[path] = folder = VectorFolders.Resolve(path, recipeFolder, new QuietDisplay(), CancellationToken.None);
        return folder;
    }
}
