using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;
using FineGrain.Feedback.LabelErrors;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Bench;

/// <summary>
/// Ranks suspected annotation errors of CoNLL-2003 and judges the order: of the test set by the corrections that Wang et al. 2019 (CoNLL++) made by hand, which are read
/// only for that, or of the dev set with planted errors, which scores are chosen by.
/// </summary>
internal static class SpanErrors
{
    private const double Rate = 0.05;

    /// <summary>The real errors of the test set.</summary>
    /// <param name="folder">Data sets.</param>
    /// <param name="predictions">Answers of models to the test set; none asks probes alone.</param>
    public static int Real(string folder, string[] predictions)
    {
        var test = Read(folder, "eng.testb.gz");
        return Run(folder, "real errors", test, Differences(Path.Combine(folder, "conll2003-label-errors", "conllpp_label_differences.test.tsv"), test), predictions);
    }

    /// <summary>Planted errors in the dev set.</summary>
    /// <param name="folder">Data sets.</param>
    /// <param name="how">uniform or plausible.</param>
    /// <param name="seed">Seed of the planter.</param>
    /// <param name="predictions">Answers of models to what <see cref="Write"/> wrote; none asks probes alone.</param>
    public static int Planted(string folder, string how, int seed, string[] predictions)
    {
        var (spoilt, wrong) = Spoil(folder, how, seed);
        return Run(folder, $"{how} errors, seed {seed}", spoilt, wrong, predictions);
    }

    /// <summary>Writes the dev set with planted errors, for models to answer.</summary>
    public static int Write(string folder, string how, int seed, string path)
    {
        ExampleFile.Write(path, Spoil(folder, how, seed).Examples);
        return 0;
    }

    private static (IReadOnlyList<Example> Examples, List<(int Row, int Start, int End)> Wrong) Spoil(string folder, string how, int seed)
    {
        var dev = Read(folder, "eng.testa.gz");
        return how == "uniform" ? SpanPlants.Uniform(dev, Rate, new Random(seed)) : SpanPlants.Plausible(dev, Read(folder, "eng.train.gz"), Rate, seed);
    }

    private static int Run(string folder, string name, IReadOnlyList<Example> texts, List<(int Row, int Start, int End)> wrong, string[] predictions)
    {
        var watch = Stopwatch.StartNew();
        var train = Read(folder, "eng.train.gz");
        IReadOnlyList<Example> all = [.. train, .. texts];
        var probes = OpinionPool.Mean(ProbeOpinions.Of(all, "entities", asked: r => r >= train.Count));
        Judge($"{name}, probes alone", probes);
        if (predictions.Length == 0) return 0;
        var models = OpinionPool.Mean([.. predictions.Select(path => (IReadOnlyList<SpanOpinion?>)[.. train.Select(_ => (SpanOpinion?)null), .. ModelOpinions.Of(texts, "entities", Answers(path), path)])]);
        Judge($"{name}, {predictions.Length} models alone", models);
        Judge(string.Create(CultureInfo.InvariantCulture, $"{name}, probes and models (weight {OpinionPool.Weights([probes, models])[1]:0.00})"), OpinionPool.ByLikelihood([probes, models]));
        return 0;

        void Judge(string title, IReadOnlyList<SpanOpinion?> opinions)
        {
            var ranked = SpanErrorSearch.Rank(all, opinions);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {ranked.Count} suspects, {watch.Elapsed.TotalSeconds:0} s"));
            Print(ranked, texts.Sum(e => e.Entities.Count), wrong.Count, s => wrong.Where(w => w.Row == s.Row - train.Count && Touched(s).Any(x => x.Start < w.End && w.Start < x.End)));
        }
    }

    private static void Print(IReadOnlyList<SpanSuspect> ranked, int spans, int errors, Func<SpanSuspect, IEnumerable<(int, int, int)>> found)
    {
        bool[] hits = [.. ranked.Select(s => found(s).Any())], byLoss = [.. ranked.OrderByDescending(s => s.Loss).ThenBy(s => s.Row).Select(s => found(s).Any())];
        // A random order of the given spans: the share of those that are touched by an error.
        var rate = (double)errors / spans;
        Line($"  {spans} spans, {errors} errors: {rate:0.000} in a random order");
        Line($"  precision at 100 {RankingQuality.PrecisionAt(hits, 100):0.000} ({RankingQuality.PrecisionAt(hits, 100) / rate:0.0} times random), at 200 {RankingQuality.PrecisionAt(hits, 200):0.000}; area under precision and recall {RankingQuality.AveragePrecision(hits):0.000}");
        Line($"  by plain loss at 100 {RankingQuality.PrecisionAt(byLoss, 100):0.000}, at 200 {RankingQuality.PrecisionAt(byLoss, 200):0.000}; area {RankingQuality.AveragePrecision(byLoss):0.000}");
        var seen = new HashSet<(int, int, int)>();
        for (var i = 0; i < ranked.Count; i++)
        {
            seen.UnionWith(found(ranked[i]));
            if (i + 1 is 100 or 200 or 500 or 1000) Line($"  recall after {i + 1}: {(double)seen.Count / errors:0.000} (random order: {Math.Min(1, (i + 1.0) / spans):0.000})");
        }
        foreach (var kind in ranked.Take(200).Select((s, i) => (s.Kind, Hit: hits[i])).GroupBy(s => s.Kind)) Line($"  {kind.Key}: {kind.Count(k => k.Hit)} of {kind.Count()} in the first 200");
    }

    private static void Line(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static IEnumerable<Span> Touched(SpanSuspect s) => ((Span?[])[s.Given, s.Other]).OfType<Span>();

    private static IReadOnlyList<Example> Read(string folder, string file) =>
        [.. ExampleReader.Read(new SourceRecipe { Path = $"conll2003/{file}", Format = "conll", Scheme = "auto", Broken = "repair" }, folder, new ReadOptions { Target = "label" })];

    private static IEnumerable<Prediction> Answers(string path) => File.ReadLines(path).Select(line => JsonSerializer.Deserialize(line, CoreJson.Line.Prediction)!);

    /// <summary>Places of the tokens whose tags were corrected; sentences are counted as in the file, tokens within them.</summary>
    private static List<(int Row, int Start, int End)> Differences(string path, IReadOnlyList<Example> test)
    {
        var result = new List<(int, int, int)>();
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            var cells = line.Split('\t');
            var (sentence, token) = (int.Parse(cells[0], CultureInfo.InvariantCulture), int.Parse(cells[1], CultureInfo.InvariantCulture));
            var start = 0;
            var text = test[sentence].Text;
            for (var t = 0; t < token; t++) start = text.IndexOf(' ', start) + 1;
            var end = text.IndexOf(' ', start) is var e and >= 0 ? e : text.Length;
            if (text[start..end] != cells[2]) throw new InputException(path, $"sentence {sentence}, token {token} is '{text[start..end]}', not '{cells[2]}'");
            result.Add((sentence, start, end));
        }
        return result;
    }
}
