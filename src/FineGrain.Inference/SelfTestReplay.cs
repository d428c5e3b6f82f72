using FineGrain.Core;

namespace FineGrain.Inference;

/// <summary>Runs texts with known answers through cleaning, tokenizer and network: proves that the files belong together and that this machine computes them alike.</summary>
internal static class SelfTestReplay
{
    /// <exception cref="InputException">A logit is farther from its expectation than the vector's tolerance.</exception>
    public static void Run(Predictor predictor, IReadOnlyList<SelfTest> tests)
    {
        var logits = predictor.Logits([.. tests.Select(t => predictor.Encode(t.Text, t.Pair))]);
        for (var i = 0; i < tests.Count; i++) Compare(predictor.Folder, tests[i], logits[i]);
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

        InputException Failed(string what) => new(folder.PathOf(ModelFolder.ManifestFile),
            $"the self-test \"{Shortened(test.Text)}\" fails: {what}. Network, tokenizer and manifest do not belong together; copy the folder again or write it anew.");
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : $"{text[..(char.IsHighSurrogate(text[39]) ? 39 : 40)]}…";
}
