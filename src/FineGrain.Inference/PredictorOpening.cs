using System.Runtime.ExceptionServices;
using FineGrain.Core;
using FineGrain.Data.Tokenization;
using FineGrain.Inference.Sessions;

namespace FineGrain.Inference;

/// <summary>
/// Opens a model folder. The three slow parts (hashes, network, vocabulary) run side by side, since a command-line answer is mostly this; of several errors
/// the one about a damaged file comes first, because it explains the others. A quantized network replays all its self-test vectors: whether it answers as it did where it
/// was made depends on the processor.
/// </summary>
internal static class PredictorOpening
{
    public static Predictor Open(string path, PredictorOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Threads);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TokenBudget, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Window, 1);
        if (options.AbstainBelow is { } below) ArgumentOutOfRangeException.ThrowIfNegative(below);
        if (options.Coverage is <= 0 or >= 1) throw new ArgumentOutOfRangeException(nameof(options), options.Coverage, "a coverage lies between 0 and 1");
        var folder = ModelFolder.Open(path);
        var file = options.ModelFile ?? folder.Network;
        var network = Task.Run(() => OnnxSession.Open(folder.PathOf(file), options));
        var hashes = options.Verification == Verification.None ? Task.CompletedTask : Task.Run(() => folder.Verify(FilesToProve(folder, file, options)));
        var words = Task.Run(() => Tokenizer.Load(path));
        try
        {
            Wait(hashes, words, network);
            CheckOutputs(folder, network.Result, file);
            var predictor = new Predictor(folder, network.Result, new(words.Result, folder.Manifest.Encoding, folder.Lexicon()), options);
            if (options.Verification != Verification.None && folder.Manifest is { Precision: not null, SelfTests.Count: 0 })
                throw new InputException(folder.PathOf(ModelFolder.ManifestFile), "says that the network was quantized, but has no self-test to prove that this machine computes it alike. Copy the folder again or compress the model anew.");
            // The vectors belong to the recorded network; another one that was asked for answers a little otherwise.
            if (options.Verification != Verification.None && file == folder.Network && folder.Manifest.SelfTests is { Count: > 0 } tests)
                SelfTestReplay.Run(predictor, folder.Manifest.Precision is null ? [tests.MinBy(t => t.Text.Length + (t.Pair?.Length ?? 0))!] : tests);
            return predictor;
        }
        catch
        {
            if (network.IsCompletedSuccessfully) network.Result.Dispose();
            throw;
        }
    }

    private static IEnumerable<string> FilesToProve(ModelFolder folder, string network, PredictorOptions options) => options.Verification == Verification.Everything
        ? folder.Manifest.Files.Keys.Append(network).Distinct()
        : folder.ServingFiles.Except([ModelFolder.ManifestFile, folder.Network]).Append(network);

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
        if (session.Remark(ModelFolder.LabelsRemark) is { } labels && labels != ModelFolder.Remark(folder.Manifest.Labels))
            throw new InputException(folder.PathOf(ModelFolder.ManifestFile),
                $"names the labels {string.Join(", ", folder.Manifest.Labels)}, but {file} was trained for {labels.Replace("\n", ", ", StringComparison.Ordinal)}, in this order. Every answer would be called by a wrong name; copy the folder again or write it anew.");
    }
}
