using System.Diagnostics;
using System.Globalization;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;
using FineGrain.Feedback.LabelErrors;

namespace FineGrain.Feedback.Bench;

/// <summary>Ranks suspected annotation errors of the CoNLL-2003 test set, and judges the order by the corrections that Wang et al. 2019 (CoNLL++) made by hand.</summary>
internal static class SpanErrors
{
    /// <summary>Reads the corrections only to judge: <paramref name="mode"/> "real" is the test set; "planted" spoils a tenth of the spans of the training set.</summary>
    public static int Run(string dataFolder, string mode)
    {
        var train = Read(dataFolder, "conll2003/eng.train.gz");
        var watch = Stopwatch.StartNew();
        if (mode == "candidates")
        {
            // Raw numbers of a spoilt part of the training data, to choose the score by.
            var (spoilt, wrong) = Spoil([.. train.Take(6000)], 0.05, new Random(2));
            foreach (var c in SpanErrorSearch.Candidates(spoilt))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{c.Kind}\t{c.GivenProbability:0.0000}\t{c.OtherProbability:0.0000}\t{c.Votes:0.0}\t{((Span?[])[c.Given, c.Other]).OfType<Span>().Any(x => wrong.Contains((c.Row, x.Start)) || wrong.Contains((c.Row, x.End)))}\t{c.Given?.Label}\t{c.Given?.Slice(spoilt[c.Row].Text)}\t{c.Other?.Label}\t{c.Other?.Slice(spoilt[c.Row].Text)}\t{spoilt[c.Row].Text}"));
            return 0;
        }
        if (mode == "planted")
        {
            var (spoilt, wrong) = Spoil(train, 0.05, new Random(1));
            Judge("planted 5 %", SpanErrorSearch.Rank(spoilt), spoilt.Sum(e => e.Entities.Count), wrong.Count, s => Touched(s).Any(x => wrong.Contains((s.Row, x.Start)) || wrong.Contains((s.Row, x.End))), s => wrong.Where(w => w.Row == s.Row && Touched(s).Any(x => x.Start == w.Place || x.End == w.Place)).Select(w => (w.Row, w.Place)), watch);
            return 0;
        }
        var test = Read(dataFolder, "conll2003/eng.testb.gz");
        var differences = Differences(Path.Combine(dataFolder, "conll2003-label-errors", "conllpp_label_differences.test.tsv"), test, dataFolder);
        IReadOnlyList<Example> all = [.. train, .. test];
        var ranked = SpanErrorSearch.Rank(all, asked: r => r >= train.Count);
        var spans = test.Sum(e => e.Entities.Count);
        Judge("real errors", ranked, spans, differences.Count, s => Hits(s).Any(), Hits, watch);
        return 0;

        IEnumerable<(int, int)> Hits(SpanSuspect s) => differences.Where(d => d.Row == s.Row - train.Count && Touched(s).Any(x => x.Start < d.End && d.Start < x.End)).Select(d => (d.Row, d.Start));
    }

    private static void Judge(string name, IReadOnlyList<SpanSuspect> ranked, int spans, int errors, Func<SpanSuspect, bool> isHit, Func<SpanSuspect, IEnumerable<(int, int)>> found, Stopwatch watch)
    {
        bool[] hits = [.. ranked.Select(isHit)];
        // A random order of the given spans: the share of those that are touched by an error.
        var rate = (double)errors / spans;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {spans} spans, {errors} errors, {ranked.Count} suspects, {watch.Elapsed.TotalSeconds:0} s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"precision at 100 {RankingQuality.PrecisionAt(hits, 100):0.000}, at 200 {RankingQuality.PrecisionAt(hits, 200):0.000}; random {rate:0.000}: {RankingQuality.PrecisionAt(hits, 100) / rate:0.0} times"));
        bool[] byLoss = [.. ranked.OrderByDescending(s => s.Loss).ThenBy(s => s.Row).Select(isHit)];
        if (hits.Contains(true)) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"area under precision and recall {RankingQuality.AveragePrecision(hits):0.000}, by plain loss {RankingQuality.AveragePrecision(byLoss):0.000}, precision at 100 by loss {RankingQuality.PrecisionAt(byLoss, 100):0.000}"));
        var seen = new HashSet<(int, int)>();
        for (var i = 0; i < ranked.Count; i++)
        {
            seen.UnionWith(found(ranked[i]));
            if (i + 1 is 100 or 200 or 500 or 1000) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"recall after {i + 1}: {(double)seen.Count / errors:0.000} (random order: {Math.Min(1, (i + 1.0) / spans):0.000})"));
        }
        foreach (var kind in ranked.Take(200).Select((s, i) => (s.Kind, Hit: hits[i])).GroupBy(s => s.Kind)) Console.WriteLine($"  {kind.Key}: {kind.Count(k => k.Hit)} of {kind.Count()} in the first 200");
    }

    private static IEnumerable<Span> Touched(SpanSuspect s) => ((Span?[])[s.Given, s.Other]).OfType<Span>();

    private static IReadOnlyList<Example> Read(string folder, string path) =>
        [.. ExampleReader.Read(new SourceRecipe { Path = path, Format = "conll", Scheme = "auto", Broken = "repair" }, folder, new ReadOptions { Target = "label" })];

    /// <summary>Places of the tokens whose tags were corrected; sentences are counted as in the file, tokens within them.</summary>
    private static List<(int Row, int Start, int End)> Differences(string path, IReadOnlyList<Example> test, string folder)
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

    /// <summary>Spoils a share of the spans: another label, a shifted border, gone, or an invented one.</summary>
    private static (IReadOnlyList<Example> Examples, HashSet<(int Row, int Place)> Wrong) Spoil(IReadOnlyList<Example> examples, double rate, Random random)
    {
        var wrong = new HashSet<(int, int)>();
        string[] labels = [.. examples.SelectMany(e => e.Entities).Select(s => s.Label).Distinct().Order()];
        var result = new List<Example>();
        for (var r = 0; r < examples.Count; r++)
        {
            var spans = new List<Span>();
            foreach (var span in examples[r].Entities)
            {
                if (random.NextDouble() >= rate)
                {
                    spans.Add(span);
                    continue;
                }
                var how = random.Next(4);
                if (how == 3)
                {
                    // The span stays, and the word before it, where it is in no span, becomes one.
                    spans.Add(span);
                    var before = span.Start < 2 ? -1 : examples[r].Text.LastIndexOf(' ', span.Start - 2) + 1;
                    if (before < 0 || examples[r].Entities.Any(x => x.Start < span.Start && before < x.End)) continue;
                    spans.Insert(spans.Count - 1, new(before, span.Start - 1, labels[random.Next(labels.Length)]));
                    wrong.Add((r, before));
                    continue;
                }
                var space = examples[r].Text.IndexOf(' ', span.Start);
                if (how == 0) spans.Add(span with { Label = labels[(Array.IndexOf(labels, span.Label) + 1 + random.Next(labels.Length - 1)) % labels.Length] });
                else if (how == 1 && space > 0 && space < span.End) spans.Add(span with { Start = space + 1 });
                wrong.Add((r, how == 1 && space > 0 && space < span.End ? span.End : span.Start));
            }
            result.Add(examples[r] with { Entities = spans });
        }
        return (result, wrong);
    }
}
