using System.Diagnostics;
using FineGrain.Data.Preparing;
using FineGrain.Data.Recipes;
using FineGrain.Feedback.Causes;
using FineGrain.Feedback.Improving;

namespace FineGrain.Feedback.Bench;

/// <summary>Plants each defect and lists what the detectors say and what the proxy makes of their patches; no model is trained.</summary>
internal static class CausesFound
{
    public static int Run(string recipePath, int seed)
    {
        var recipe = YamlRecipe.Load(recipePath).Recipe;
        var data = DataPreparation.Prepare(recipe, Path.GetDirectoryName(Path.GetFullPath(recipePath))!);
        foreach (var defect in Plant.Defects.Where(d => d != "borders"))
        {
            var watch = Stopwatch.StartNew();
            var (train, pool) = Plant.Apply(data.Train, data.Labels.Names, defect, seed);
            var dev = DevHalves.Choose(data.Dev);
            var view = new DataView(train, dev, data.Labels, recipe, pool);
            var proxy = new LabelProxy(view);
            Console.WriteLine($"== {defect}: {train.Count} examples, proxy {proxy.Unpatched.Score:0.0000} on {dev.Count}");
            foreach (var cause in Detectors.Find(view))
            {
                Console.WriteLine($"  {cause.Name}  p {cause.PValue:0.0e+0}  {cause.Evidence}");
                foreach (var patch in cause.Patches)
                {
                    var changed = YamlRecipe.Load(recipePath, patch.Recipe.Select(c => c.Setting)).Recipe;
                    var gain = proxy.Try(patch, changed);
                    Console.WriteLine($"      {patch.Id}: quality {gain.Gain:+0.0000;-0.0000} p {gain.PValue:0.0000}, accuracy {gain.Before:0.0000} → {gain.After:0.0000}");
                }
            }
            Console.WriteLine($"  {watch.Elapsed.TotalSeconds:0.0} s");
        }
        return 0;
    }
}
