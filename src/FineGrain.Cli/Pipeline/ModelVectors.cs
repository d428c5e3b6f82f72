using System.Globalization;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Tokenization;
using FineGrain.Inference;
using FineGrain.Models.Pretraining;
using FineGrain.Models.Vectors;

namespace FineGrain.Cli.Pipeline;

/// <summary>The vectors and encoders that a recipe starts from: the words they add to its tokenizer, the rows and layers they give to its networks. Found and read when first asked for, once.</summary>
internal sealed class ModelVectors(ModelRecipe model, string recipeFolder)
{
    private readonly Lazy<IReadOnlyDictionary<string, Beginning>> beginnings = new(() => Beginning.Of(model, recipeFolder));
    private readonly Dictionary<string, StaticVectors> opened = new(StringComparer.Ordinal);
    private (Tokenizer Tokenizer, Dictionary<string, VectorStart> Rows)? starts; // a refit has a tokenizer of its own
    private Dictionary<string, EncoderStart>? encoders;

    /// <summary>What decides the numbers of the vectors; empty without vectors.</summary>
    public string Identity => string.Join(' ', beginnings.Value.Values.Select(b => b.Hash));

    /// <summary>File names of all that the networks start from, and of what that started from, each once.</summary>
    public IReadOnlyList<string> Names => [.. beginnings.Value.Values.SelectMany(b => b.Names).Distinct(StringComparer.Ordinal)];

    /// <summary>The labelled examples that the networks have learnt before.</summary>
    public IEnumerable<Example> Learned => beginnings.Value.Values.SelectMany(b => b.Learned);

    /// <summary>Words that the vectors know, most frequent first.</summary>
    public IEnumerable<string> Words => beginnings.Value.Keys.SelectMany(path => Open(path).Known).Distinct(StringComparer.Ordinal);

    /// <summary>First rows for the tokens of a tokenizer, by the path that the recipe names.</summary>
    public IReadOnlyDictionary<string, VectorStart> Starts(Tokenizer tokenizer)
    {
        if (starts is { } found && found.Tokenizer == tokenizer) return found.Rows;
        var tokens = Tokens(tokenizer);
        starts = (tokenizer, beginnings.Value.Keys.ToDictionary(path => path, path => VectorStart.Of(Open(path), tokens), StringComparer.Ordinal));
        return starts.Value.Rows;
    }

    /// <summary>First layers, by the path that the recipe names.</summary>
    public IReadOnlyDictionary<string, EncoderStart> Encoders => encoders ??= model.Networks.Select(m => m.Encoder).Where(path => path.Length > 0).Distinct(StringComparer.Ordinal).ToDictionary(path => path, path => EncoderStart.Open(Folder(path)), StringComparer.Ordinal);

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
        if (!opened.TryGetValue(path, out var vectors)) opened[path] = vectors = Vectors(Folder(path));
        return vectors;
    }

    /// <summary>The vectors of a folder: those of a pretraining, or the token table of a model.</summary>
    /// <exception cref="InputException">It holds none, or is damaged.</exception>
    public static StaticVectors Vectors(string folder) =>
        ModelFolder.IsOne(folder) ? TokenTable.Read(folder, Tokens(Tokenizer.Load(Path.Combine(folder, ModelFolder.TokenizerFile)))) : VectorsFile.Read(Path.Combine(folder, VectorsFile.Name));

    private static string[] Tokens(Tokenizer tokenizer) => [.. Enumerable.Range(0, tokenizer.VocabularySize).Select(tokenizer.TokenOf)];

    private string Folder(string path) => beginnings.Value[path].Make(new QuietDisplay(), CancellationToken.None);
}
