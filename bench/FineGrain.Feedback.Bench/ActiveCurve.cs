using System.Diagnostics;
using System.Globalization;
using System.Text;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;
using FineGrain.Feedback.Causes;
using FineGrain.Feedback.Probing;
using FineGrain.Feedback.Queues;

namespace FineGrain.Feedback.Bench;

/// <summary>How many labels each strategy of active learning needs for the score that random sampling reaches in the end: SMP2020 usual, linear probes, five seeds; chosen on dev, told on test.</summary>
internal static class ActiveCurve
{
    private const int Pool = 8000, First = 400, Step = 400, Last = 3200, Members = 3, Seeds = 5;
    private static readonly string[] Strategies = ["random", "entropy", "margin", "margin/minute", "bald", "badge"];
    private static readonly string[] Colors = ["#666", "#c2255c", "#1c7ed6", "#0b7285", "#2f9e44", "#e8890c"];

    public static int Run(string folder, string drawing)
    {
        var (train, dev, test) = (Read(folder, "train"), Read(folder, "dev"), Read(folder, "test"));
        var labels = new LabelSet(train.Select(e => e.Label!).Distinct().Order());
        var space = new FeatureSpace();
        int[][] rows = [.. train.Select(space.Learn)], devRows = [.. dev.Select(space.Known)], testRows = [.. test.Select(space.Known)];
        int[] gold = [.. train.Select(e => labels.IndexOf(e.Label!))], devGold = [.. dev.Select(e => labels.IndexOf(e.Label!))], testGold = [.. test.Select(e => labels.IndexOf(e.Label!))];
        var points = (Last - First) / Step + 1;
        var (onDev, onTest, minutes) = (new double[Strategies.Length, points], new double[Strategies.Length, points], new double[Strategies.Length, points]);
        var watch = Stopwatch.StartNew();
        for (var seed = 1; seed <= Seeds; seed++)
            for (var s = 0; s < Strategies.Length; s++)
            {
                var order = Enumerable.Range(0, rows.Length).ToArray();
                var random = new Random(seed);
                random.Shuffle(order);
                List<int> known = [.. order.Take(First)], open = [.. order.Skip(First).Take(Pool - First)];
                for (var point = 0; point < points; point++)
                {
                    LinearProbe Learn(int member)
                    {
                        var importance = new double[known.Count];
                        if (member < 0) Array.Fill(importance, 1);
                        else for (var draw = 0; draw < known.Count; draw++) importance[random.Next(known.Count)]++;
                        return LinearProbe.Learn([.. known.Select(r => rows[r])], [.. known.Select(r => gold[r])], importance, space.Count, labels.Count, new() { Seed = seed });
                    }
                    var probe = Learn(-1);
                    onDev[s, point] += MacroF1(probe, devRows, devGold, labels.Count) / Seeds;
                    onTest[s, point] += MacroF1(probe, testRows, testGold, labels.Count) / Seeds;
                    minutes[s, point] += known.Sum(r => ReviewTime.Minutes(train[r])) / Seeds;
                    if (point + 1 == points) break;
                    double[][] p = Strategies[s] == "random" ? [] : [.. open.Select(r => probe.Probabilities(rows[r]))];
                    LinearProbe[] committee = Strategies[s] == "bald" ? [.. Enumerable.Range(0, Members).Select(Learn)] : [];
                    List<int> chosen = Strategies[s] switch
                    {
                        "random" => [.. Enumerable.Range(0, Step)],
                        "badge" => Badge.Choose(p, [.. open.Select(r => rows[r])], space.Count, Step, random),
                        "bald" => Best(open.Select(r => Uncertainty.Bald([.. committee.Select(m => m.Probabilities(rows[r]))]))),
                        "entropy" => Best(p.Select(Uncertainty.Entropy)),
                        "margin/minute" => Best(p.Select((x, i) => Uncertainty.Margin(x) / ReviewTime.Minutes(train[open[i]]))), // what a text teaches for the time it takes
                        _ => Best(p.Select(Uncertainty.Margin)),
                    };
                    var taken = chosen.ToHashSet();
                    known.AddRange(chosen.Select(i => open[i]));
                    open = [.. open.Where((_, i) => !taken.Contains(i))];
                }
                Console.Error.WriteLine($"seed {seed} {Strategies[s]} {watch.Elapsed.TotalSeconds:0} s");
            }
        Tell("dev", onDev, minutes, points);
        Tell("test", onTest, minutes, points);
        File.WriteAllText(drawing, Draw(onTest, points));
        return 0;
    }

    private static List<int> Best(IEnumerable<double> scores) => [.. scores.Select((x, i) => (x, i)).OrderByDescending(x => x.x).Take(Step).Select(x => x.i)];

    private static void Tell(string split, double[,] curves, double[,] minutes, int points)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"macro-F1 on {split} after {string.Join(", ", Enumerable.Range(0, points).Select(i => First + (i * Step)))} labels"));
        var goal = curves[0, points - 1];
        for (var s = 0; s < Strategies.Length; s++)
        {
            var (needed, time) = (double.NaN, double.NaN);
            for (var i = 0; i < points && double.IsNaN(needed); i++)
                if (curves[s, i] >= goal)
                {
                    var part = i == 0 ? 0 : (goal - curves[s, i - 1]) / (curves[s, i] - curves[s, i - 1]);
                    needed = i == 0 ? First : First + (Step * (i - 1 + part));
                    time = i == 0 ? minutes[s, 0] : minutes[s, i - 1] + (part * (minutes[s, i] - minutes[s, i - 1]));
                }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Strategies[s],-13} {string.Join(' ', Enumerable.Range(0, points).Select(i => curves[s, i].ToString("0.0000", CultureInfo.InvariantCulture)))}  reaches random's {goal:0.0000} after {needed:0} labels, {needed / Last:P0}, and {time:0} minutes of annotation, {time / minutes[0, points - 1]:P0}"));
        }
    }

    private static double MacroF1(LinearProbe probe, int[][] rows, int[] gold, int classes)
    {
        var (right, given, answered) = (new double[classes], new double[classes], new double[classes]);
        for (var r = 0; r < rows.Length; r++)
        {
            var p = probe.Probabilities(rows[r]);
            var answer = Array.IndexOf(p, p.Max());
            answered[answer]++;
            given[gold[r]]++;
            if (answer == gold[r]) right[answer]++;
        }
        return Enumerable.Range(0, classes).Average(c => given[c] + answered[c] == 0 ? 0 : 2 * right[c] / (given[c] + answered[c]));
    }

    private static string Draw(double[,] curves, int points)
    {
        const int Width = 640, Height = 360, Left = 50, Bottom = 40;
        double low = double.PositiveInfinity, high = 0;
        foreach (var x in curves) (low, high) = (Math.Min(low, x), Math.Max(high, x));
        var svg = new StringBuilder($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"system-ui,sans-serif\" font-size=\"12\"><rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>");
        string Line(Func<double, double> y, string extra) => string.Create(CultureInfo.InvariantCulture, $"<text x=\"4\" y=\"{y(0):0}\">{extra}</text>");
        double Y(double value) => 15 + ((high - value) / (high - low) * (Height - Bottom - 30));
        double X(int point) => Left + (point * (Width - Left - 90.0) / (points - 1));
        svg.Append(Line(_ => Y(high) + 4, high.ToString("0.000", CultureInfo.InvariantCulture))).Append(Line(_ => Y(low) + 4, low.ToString("0.000", CultureInfo.InvariantCulture)));
        for (var i = 0; i < points; i += 3) svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(i):0}\" y=\"{Height - 18}\" text-anchor=\"middle\">{First + (i * Step)}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width / 2}\" y=\"{Height - 3}\" text-anchor=\"middle\">labels; macro-F1 on test, mean of {Seeds} seeds</text>");
        for (var s = 0; s < Strategies.Length; s++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{Colors[s]}\" stroke-width=\"2\" points=\"{string.Join(' ', Enumerable.Range(0, points).Select(i => string.Create(CultureInfo.InvariantCulture, $"{X(i):0.0},{Y(curves[s, i]):0.0}")))}\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - 100}\" y=\"{30 + (18 * s)}\" fill=\"{Colors[s]}\">{Strategies[s]}</text>");
        }
        return svg.Append("</svg>\n").ToString();
    }

    private static IReadOnlyList<Example> Read(string folder, string split) => [.. ExampleReader.Read(new SourceRecipe { Path = $"smp2020-ewect/usual/{split}.tsv.gz", Text = "text_a" }, folder)];
}
