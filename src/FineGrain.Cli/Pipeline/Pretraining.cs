using System.Globalization;
using System.Text.Json;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Pretraining;
using FineGrain.Models.Vectors;
using FineGrain.Training;
using FineGrain.Training.Vectors;

namespace FineGrain.Cli.Pipeline;

/// <summary>From a pretraining recipe to a folder with vectors, perhaps an encoder, tokenizer and manifest.</summary>
internal static class Pretraining
{
    public const string ManifestFile = "pretrain.json";

    /// <summary>Whether a folder holds finished vectors.</summary>
    public static bool IsFinished(string folder) => File.Exists(Path.Combine(folder, VectorsFile.Name)) && File.Exists(Path.Combine(folder, ManifestFile));

    /// <summary>Reads, learns and writes; a checkpoint in the folder is taken up.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="recipeFolder">Folder that its relative paths start from.</param>
    /// <param name="folder">Where the result goes; what stands there is replaced when the new one is finished.</param>
    /// <param name="display">Shows the loop.</param>
    /// <param name="stop">Ctrl-C.</param>
    /// <exception cref="OperationCanceledException">Ctrl-C; the checkpoint is written.</exception>
    /// <exception cref="InputException">Data or recipe are wrong, or the folder cannot be written.</exception>
    public static PretrainManifest Run(PretrainRecipe recipe, string recipeFolder, string folder, IRunDisplay display, CancellationToken stop)
    {
        FileWriting.RefuseOthers(folder, IsOne);
        if (recipe is EncoderPretrainRecipe { Model: var model }) Beginning.Prepare(model, recipeFolder, display, stop);
        var hash = Beginning.HashOf(recipe, recipeFolder);
        var texts = PretrainTexts.Read(recipe, recipeFolder);
        foreach (var source in texts.Sources)
            display.Say(string.Create(CultureInfo.InvariantCulture, $"source  {source.Path}: {source.Kept:#,0} of {source.Read:#,0} texts{Without(source.HeldOut, "held out")}{Without(source.Repeated, "repeated")}"));
        stop.ThrowIfCancellationRequested();
        var stream = TokenizedTexts.Of(recipe.Tokenizer, texts.Texts);
        var corpus = new VectorCorpus(stream.Tokens, stream.Ids, stream.Starts, recipe.Tokenizer.Lowercase);
        var (heldOut, unknown) = (texts.Sources.Sum(s => s.HeldOut), stream.Tokenizer.IdOf("[UNK]") is { } id ? corpus.Counts()[id] : 0);
        display.Say(string.Create(CultureInfo.InvariantCulture,
            $"data    {texts.Texts.Count:#,0} texts, {stream.Ids.Length:#,0} tokens, {corpus.Tokens.Count:#,0} different ({100.0 * unknown / Math.Max(1, stream.Ids.Length):0.0} % rarer than {recipe.Tokenizer.MinFrequency}); {heldOut:#,0} texts left out that stand in held-out files too"));

        using ILearning learning = recipe switch
        {
            VectorPretrainRecipe vectors => new VectorLearning(vectors, corpus, Checkpoint(folder), hash),
            EncoderPretrainRecipe encoder => new EncoderLearning(encoder, recipeFolder, stream, corpus, Checkpoint(folder), hash),
            _ => throw new ArgumentException($"objective {recipe.Objective} is not learned here", nameof(recipe)),
        };
        if (learning.ResumedFrom > 0) display.Say($"goes on after step {learning.ResumedFrom}");
        display.Watch(learning.Title, learning.Steps(stop), _ => { });
        if (learning.End == RunEnd.Cancelled) throw new OperationCanceledException(stop);

        var manifest = new PretrainManifest
        {
            Name = recipe.Name,
            Hash = hash,
            Texts = texts.Texts.Count,
            HeldOut = heldOut,
            Repeated = texts.Sources.Sum(s => s.Repeated),
            Tokens = stream.Ids.Length,
            Vocabulary = corpus.Tokens.Count,
            Unknown = unknown,
            Width = learning.Width,
            Loss = learning.Loss,
            Seed = recipe.Seed,
            Sources = texts.Sources,
            Recipe = RecipePrinter.Print(recipe),
        };
        FileWriting.FolderAtomically(folder, into =>
        {
            learning.Write(into);
            stream.Tokenizer.Save(into);
            FileWriting.Atomically(Path.Combine(into, ManifestFile), file => JsonSerializer.Serialize(file, manifest, PretrainJson.File.PretrainManifest));
        }, IsOne);
        return manifest;
    }

    /// <summary>Whether a folder has vectors, finished or not.</summary>
    private static bool IsOne(string folder) => File.Exists(Path.Combine(folder, ManifestFile)) || File.Exists(Checkpoint(folder));

    /// <summary>Where a stopped run leaves its state; gone with the old folder when a run is finished.</summary>
    public static string Checkpoint(string folder) => Path.Combine(folder, "checkpoint", "state.safetensors");

    /// <summary>The manifest of a finished folder.</summary>
    /// <exception cref="InputException">It is missing or damaged.</exception>
    public static PretrainManifest Manifest(string folder)
    {
        var path = Path.Combine(folder, ManifestFile);
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, PretrainJson.File.PretrainManifest) ?? throw new InputException(path, "is null; pretrain again.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InputException(path, $"cannot be read: {e.Message} A folder of 'finegrain pretrain' has it.", e);
        }
    }

    private static string Without(int count, string why) => count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", {count:#,0} {why}");
}
