using System.Diagnostics;
using FineGrain.Data.Preparing;
using FineGrain.Data.Recipes;
using FineGrain.Feedback.LabelErrors;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Bench;

/// <summary>Plants wrong labels and measures how well the search finds them, beside the plain loss ranking.</summary>
internal static class LabelErrors
{
    public static int Run(string recipe)
    {
        var data = DataPreparation.Prepare(YamlRecipe.Load(recipe).Recipe, Path.GetDirectoryName(Path.GetFullPath(recipe))!);
        Console.WriteLine($"{data.Train.Count} training examples, {data.Labels.Count} labels; means over seeds 1, 2, 3");
        Console.WriteLine("noise  precision at 100  at all planted  area under PR  | by loss: at 100  area  | estimated errors / planted  seconds");
        foreach (var rate in (double[])[0.05, 0.1, 0.2])
        {
            var sums = new double[8];
            foreach (var seed in (int[])[1, 2, 3])
            {
                var watch = Stopwatch.StartNew();
                var labels = data.Train.Select(e => data.Labels.IndexOf(e.Label!)).ToArray();
                var planted = Plant(labels, data.Labels.Count, rate, seed);
                var p = OutOfFold.Probabilities(data.Train, labels, data.Labels.Count);
                var ranked = LabelErrorSearch.Rank(p, labels);
                bool[] hits = [.. ranked.Select(s => planted[s.Row])], byLoss = [.. ranked.OrderByDescending(s => s.Loss).Select(s => planted[s.Row])];
                var count = planted.Count(x => x);
                double[] found = [RankingQuality.PrecisionAt(hits, 100), RankingQuality.PrecisionAt(hits, count), RankingQuality.AveragePrecision(hits),
                    RankingQuality.PrecisionAt(byLoss, 100), RankingQuality.AveragePrecision(byLoss), ConfidentLearning.Of(p, labels).Errors, count, watch.Elapsed.TotalSeconds];
                for (var i = 0; i < sums.Length; i++) sums[i] += found[i] / 3;
            }
            Console.WriteLine($"{rate,4:P0}   {sums[0],16:0.000}  {sums[1],14:0.000}  {sums[2],13:0.000}  | {sums[3],15:0.000}  {sums[4],4:0.000}  | {sums[5],16:0} / {sums[6],7:0}  {sums[7],7:0.0}");
        }
        return 0;
    }

    /// <summary>Gives a share of the rows another label, each other one equally likely.</summary>
    private static bool[] Plant(int[] labels, int classes, double rate, int seed)
    {
        var random = new Random(seed);
        var planted = new bool[labels.Length];
        var rows = Enumerable.Range(0, labels.Length).ToArray();
        random.Shuffle(rows);
        foreach (var r in rows.Take((int)Math.Round(rate * labels.Length)))
        {
            labels[r] = (labels[r] + 1 + random.Next(classes - 1)) % classes;
            planted[r] = true;
        }
        return planted;
    }
}
