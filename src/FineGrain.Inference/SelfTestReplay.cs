using FineGrain.Core;
using FineGrain.Inference.Sessions;

namespace FineGrain.Inference;

/// <summary>Runs texts with known answers through cleaning, tokenizer and network: proves that the files belong together and that this machine computes them alike.</summary>
internal static class SelfTestReplay
{
    /// <exception cref="InputException">A logit is farther from its expectation than the vector's tolerance.</exception>
    public static void Run(Predictor predictor, IReadOnlyList<SelfTest> tests)
    {
        // One by one: in a quantized network the rows of a batch share the range of their activations.
        foreach (var test in tests) Compare(predictor.Folder, test, predictor.Logits([predictor.Encode(test.Text, test.Pair, test.Aspect)])[0]);
    }

    private static void Compare(ModelFolder folder, SelfTest test, float[] actual)
    {
        if (actual.Length != test.Logits.Count) throw Failed($"computes {actual.Length} logits, the vector has {test.Logits.Count}");
        for (var c = 0; c < actual.Length; c++)
        {
            // written so that NaN fails
            if (!(Math.Abs(actual[c] - test.Logits[c]) <= test.Tolerance))
                throw Failed(FormattableString.Invariant($"logit {c} is {actual[c]:G7}, expected {test.Logits[c]:G7} ± {test.Tolerance:G3}"));
        }

        InputException Failed(string what) => new(folder.PathOf(ModelFolder.ManifestFile), $"the self-test \"{Shortened(test.Text)}\" fails: {what}. {Reason(folder.Manifest.Precision)}");
    }

    /// <summary>Why a network of a sound folder may answer otherwise here, the likeliest first.</summary>
    private static string Reason(PrecisionManifest? made)
    {
        const string Damaged = "Network, tokenizer and manifest do not belong together; copy the folder again or write it anew.";
        if (made is null) return Damaged;
        if (made.Instructions.Length > 0 && made.Instructions != Processor.Instructions)
            return $"It was quantized to {made.WeightBits} bits on a processor with {made.Instructions}, this one has {Processor.Instructions}{(made.WeightBits == 8 && !Processor.HoldsEightBits ? ", whose sums of 8-bit products can overflow" : "")}; compress the model again on this machine.";
        var runtime = OnnxSession.Runtime;
        return made.Runtime.Length > 0 && made.Runtime != runtime ? $"It was checked with {made.Runtime}, this is {runtime}; compress the model again with this version." : Damaged;
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : $"{text[..(char.IsHighSurrogate(text[39]) ? 39 : 40)]}…";
}
