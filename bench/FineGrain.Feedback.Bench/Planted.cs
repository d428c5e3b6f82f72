using System.Diagnostics;
using System.Globalization;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;
using FineGrain.Data.Recipes;
using FineGrain.Feedback.Causes;
using FineGrain.Feedback.Gate;
using FineGrain.Feedback.Improving;
using FineGrain.Feedback.Patches;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Bench;

/// <summary>
/// Plants one defect at a time in the training sentences of SST-2 and CoNLL-2003, lets the improvement loop work with probes as its models, and judges on test, which
/// the loop never sees: is the planted cause named first, and does at least half of the lost score come back? The last line counts.
/// </summary>
internal static class Planted
{
    /// <summary>What a cause must be called to count as named: any of these.</summary>
    private static readonly (string Defect, string[] Kinds)[] Defects =
        [("flip", ["label-noise"]), ("slice", ["slice-gap"]), ("spurious", ["spurious-unit"]), ("imbalance", ["imbalance"]), ("borders", ["span-borders"])];

    public static int Run(string data, string work)
    {
        var (named, recovered) = (0, 0);
        foreach (var (defect, kinds) in Defects)
        {
            var watch = Stopwatch.StartNew();
            var spans = defect == "borders";
            var (train, dev, test) = spans ? Conll(data) : Sst(data);
            string[] labels = [.. train.SelectMany(e => spans ? e.Entities.Select(s => s.Label) : e.Labels).Distinct().Order()];
            var (spoilt, pool) = Plant.Apply(train, labels, defect, seed: 1);
            var folder = Path.Combine(work, defect);
            var versions = new DataVersions(Path.Combine(folder, "versions"));
            IWorkbench bench = spans ? new SpanBench(versions, dev) : new LabelBench(versions, dev, new(labels), pool);
            double Test(IReadOnlyList<Example> examples, IReadOnlyList<RecipeChange> changes) => spans ? SpanBench.Score(examples, test) : LabelProxy.Model(examples, DevHalves.Choose(dev), test, new(labels), LabelBench.Bind(changes)).Score;
            var (clean, before) = (Test(train, []), Test(spoilt, []));
            var log = new ImproveLog(Path.Combine(folder, "improve.jsonl"));
            new ImproveLoop(bench, versions, new ModelGate(folder), log, new() { Budget = TimeSpan.FromMinutes(60), Rounds = 5 }, line => Console.WriteLine($"    {line}")).Run(versions.Begin(spoilt), CancellationToken.None);
            var first = log.Entries.FirstOrDefault(e => e.Step == "cause")?.Cause ?? "nothing";
            var last = log.Entries.LastOrDefault(e => e.Step == "promote");
            RecipeChange[] recipe = [.. log.Entries.Where(e => e.Step == "promote").SelectMany(e => e.Recipe)];
            var after = last is null ? before : Test(versions.Examples(versions.Find(last.Version!)), recipe);
            var share = clean > before ? (after - before) / (clean - before) : double.NaN;
            var (isNamed, isRecovered) = (kinds.Any(k => first.StartsWith(k, StringComparison.Ordinal)), share >= 0.5);
            named += isNamed ? 1 : 0;
            recovered += isRecovered ? 1 : 0;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{defect}: first cause '{first}' ({(isNamed ? "named" : "not named")}); test {clean:0.0000} clean, {before:0.0000} spoilt, {after:0.0000} improved: {share:P0} recovered; {watch.Elapsed.TotalSeconds:0} s"));
        }
        Console.WriteLine($"named {named} of {Defects.Length}, recovered {recovered} of {Defects.Length}");
        return 0;
    }

    private static (IReadOnlyList<Example> Train, IReadOnlyList<Example> Dev, IReadOnlyList<Example> Test) Sst(string data)
    {
        IReadOnlyList<Example> Read(string split) => [.. ExampleReader.Read(new SourceRecipe { Path = $"sst/sst2-{split}.txt.gz", Format = "lines", LabelMap = new Dictionary<string, string> { ["0"] = "negative", ["1"] = "positive" } }, data)];
        return (Read("train"), Read("dev"), Read("test"));
    }

    /// <summary>The first 6,000 sentences of CoNLL-2003: enough for the probes, and minutes instead of an hour.</summary>
    private static (IReadOnlyList<Example> Train, IReadOnlyList<Example> Dev, IReadOnlyList<Example> Test) Conll(string data)
    {
        IReadOnlyList<Example> Read(string file) => [.. ExampleReader.Read(new SourceRecipe { Path = $"conll2003/eng.{file}.gz", Format = "conll", Broken = "repair" }, data)];
        return ([.. Read("train").Take(6000)], Read("testa"), Read("testb"));
    }

    /// <summary>Linear probes as models.</summary>
    private sealed class LabelBench(DataVersions versions, IReadOnlyList<Example> dev, LabelSet labels, IReadOnlyList<Example> pool) : IWorkbench
    {
        private readonly string models = Directory.CreateTempSubdirectory("finegrain-planted-").FullName;
        private (string Key, LabelDataProbe Probe)? latest;

        public IReadOnlyList<Cause> Find(DataVersion version, IReadOnlyList<RecipeChange> recipe) => Probe(version, recipe).Find();

        public ProxyGain? Proxy(DataVersion version, IReadOnlyList<RecipeChange> recipe, Patch patch) => Probe(version, recipe).Try(patch, Bind([.. recipe, .. patch.Recipe]));

        public TrainedModel Train(DataVersion version, IReadOnlyList<RecipeChange> recipe, CancellationToken stop)
        {
            var (train, bound) = (versions.Examples(version), Bind(recipe));
            return new(models, LabelProxy.Model(train, DevHalves.Choose(dev), DevHalves.Confirm(dev), labels, bound), LabelProxy.Model(train, DevHalves.Choose(dev), DevHalves.Choose(dev), labels, bound).Score);
        }

        public static Recipe Bind(IEnumerable<RecipeChange> changes)
        {
            var path = Path.Combine(Path.GetTempPath(), $"finegrain-planted-{Environment.ProcessId}.yaml");
            File.WriteAllText(path, "name: planted\ndata: {train: [{path: train.jsonl}]}\nmodel: {family: mlp}\nevaluation: {calibration: temperature}\n");
            return YamlRecipe.Load(path, [.. changes.Select(c => c.Setting)]).Recipe;
        }

        private LabelDataProbe Probe(DataVersion version, IReadOnlyList<RecipeChange> recipe)
        {
            var key = $"{version.Hash} {string.Join(' ', recipe)}";
            if (latest?.Key != key) latest = (key, new LabelDataProbe(new DataView(versions.Examples(version), DevHalves.Choose(dev), labels, Bind(recipe), pool)));
            return latest.Value.Probe;
        }
    }

    /// <summary>Perceptrons as models of spans.</summary>
    private sealed class SpanBench(DataVersions versions, IReadOnlyList<Example> dev) : IWorkbench
    {
        private readonly string models = Directory.CreateTempSubdirectory("finegrain-planted-").FullName;
        private (string Key, SpanDataProbe Probe)? latest;

        public IReadOnlyList<Cause> Find(DataVersion version, IReadOnlyList<RecipeChange> recipe) => Probe(version).Find();

        public ProxyGain? Proxy(DataVersion version, IReadOnlyList<RecipeChange> recipe, Patch patch) => Probe(version).Try(patch, new());

        public TrainedModel Train(DataVersion version, IReadOnlyList<RecipeChange> recipe, CancellationToken stop)
        {
            var train = versions.Examples(version);
            return new(models, Judge(train, DevHalves.Confirm(dev)), Judge(train, DevHalves.Choose(dev)).Score);
        }

        public static double Score(IReadOnlyList<Example> train, IReadOnlyList<Example> judged) => Judge(train, judged).Score;

        private static Judged Judge(IReadOnlyList<Example> train, IReadOnlyList<Example> judged)
        {
            const int Probes = 3;
            string[] labels = [.. train.SelectMany(e => e.Entities).Select(s => s.Label).Distinct().Order()];
            TokenFeatures[] texts = [.. train.Select(e => new TokenFeatures(e.Text))], asked = [.. judged.Select(e => new TokenFeatures(e.Text))];
            int[][] tags = [.. train.Select((e, r) => texts[r].Tags(e.Entities, labels))];
            var (score, quality) = (0.0, new double[judged.Count]);
            for (var seed = 1; seed <= Probes; seed++)
            {
                var probe = SpanProbe.Learn(texts, tags, 1 + (2 * labels.Length), 5, seed);
                var one = SpanQuality.Of(judged.Select((e, r) => (e.Entities, (IReadOnlyList<Span>)asked[r].Spans(probe.Tag(asked[r]), labels))));
                score += one.Score / Probes;
                for (var r = 0; r < quality.Length; r++) quality[r] += one.Quality[r] / Probes;
            }
            return new(score, quality);
        }

        private SpanDataProbe Probe(DataVersion version)
        {
            if (latest?.Key != version.Hash) latest = (version.Hash, new SpanDataProbe(new SpanView(versions.Examples(version), DevHalves.Choose(dev))));
            return latest.Value.Probe;
        }
    }
}
