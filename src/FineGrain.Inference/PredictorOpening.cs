using System.Runtime.ExceptionServices;
using FineGrain.Core;
using FineGrain.Data.Tokenization;
using FineGrain.Inference.Sessions;

namespace FineGrain.Inference;

/// <summary>
/// Opens a model folder. The three slow parts (hashes, network, vocabulary) run side by side, since a command-line answer is mostly this; of several errors
/// the one about a damaged file comes first, because it explains the others.
/// </summary>
internal static class PredictorOpening
{
    private static readonly string[] TokenizerFiles = [ModelFolder.TokenizerFile, "vocab.txt"];

    public static Predictor Open(string path, PredictorOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Threads);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TokenBudget, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Window, 1);
        if (options.AbstainBelow is { } below) ArgumentOutOfRangeException.ThrowIfNegative(below);
        if (options.Coverage is <= 0 or >= 1) throw new ArgumentOutOfRangeException(nameof(options), options.Coverage, "a coverage lies between 0 and 1");
        var folder = ModelFolder.Open(path);
        var network = Task.Run(() => new OnnxSession(folder.PathOf(options.ModelFile), options));
        var hashes = options.Verification == Verification.None ? Task.CompletedTask : Task.Run(() => folder.Verify(FilesToProve(folder, options)));
        var words = Task.Run(() => Tokenizer.Load(path));
        try
        {
            Wait(hashes, words, network);
            CheckOutputs(folder, network.Result, options.ModelFile);
            var predictor = new Predictor(folder, network.Result, new(words.Result, folder.Manifest.Encoding), options);
            if (options.Verification != Verification.None && folder.Manifest.SelfTests is { Count: > 0 } tests)
                SelfTestReplay.Run(predictor, [tests.MinBy(t => t.Text.Length + (t.Pair?.Length ?? 0))!]);
            return predictor;
        }
        catch
        {
            if (network.IsCompletedSuccessfully) network.Result.Dispose();
            throw;
        }
    }

    private static IEnumerable<string> FilesToProve(ModelFolder folder, PredictorOptions options) => options.Verification == Verification.Everything
        ? folder.Manifest.Files.Keys.Append(options.ModelFile).Distinct()
        : folder.Manifest.Files.Keys.Where(TokenizerFiles.Contains).Append(options.ModelFile);

    private static void Wait(params Task[] tasks)
    {
        Task.WaitAny(Task.WhenAll(tasks));
        if (tasks.FirstOrDefault(t => t.IsFaulted)?.Exception?.InnerException is { } first) ExceptionDispatchInfo.Throw(first);
    }

    private static void CheckOutputs(ModelFolder folder, OnnxSession session, string file)
    {
        if (session.Outputs is { } outputs && outputs != folder.Outputs)
            throw new InputException(folder.PathOf(ModelFolder.ManifestFile),
                $"has {folder.Outputs} {(folder.Manifest.Target == "number" ? "number" : "labels")}, but {file} computes {outputs} logits. The files do not belong together; copy the folder again or write it anew.");
    }
}
