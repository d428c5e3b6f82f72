using System.CommandLine;
using System.Globalization;
using FineGrain.Cli.Compressing;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Inference;
using FineGrain.Inference.Quantizing;
using FineGrain.Models.Pruning;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain compress</c>: a faster and smaller model folder from one in 32-bit floats, by named steps or by a search under a budget.</summary>
internal static class CompressVerb
{
    private const double SearchDrop = 0.5;

    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("compress", "Makes a smaller, faster model folder and says what it costs in score: by steps that you name, or by a search under a budget.",
            "finegrain compress out/reviews/model --precision int8 --out out/reviews/int8\n"
            + "finegrain compress out/reviews/model --student cnn --precision int8 --out out/reviews/small\n"
            + "finegrain compress out/small/model --distil-from out/large/model --out out/taught\n"
            + "finegrain compress out/reviews/model --prune heads=0.5 inner=0.5 --vocabulary 2 --out out/reviews/pruned\n"
            + "finegrain compress out/reviews/model --p95 5ms --size 25MB --max-drop 0.5 --list\n"
            + "finegrain compress out/reviews/model --p95 5ms --size 25MB --max-drop 0.5 --out out/reviews/best");
        var model = new Argument<string>("model") { Description = "The model folder in 32-bit floats." };
        var output = new Option<string>("--out", "-o") { Description = "The folder to write.", HelpName = "DIR" };
        var student = new Option<string>("--student") { Description = $"Teach a fresh network: {string.Join(", ", Students.Named.Keys)}, or a recipe whose model section is taken.", HelpName = "NAME" };
        var teachers = new Option<string[]>("--distil-from") { Description = "Model folders to learn from; by default a student and a pruned network learn from the model itself.", HelpName = "DIR", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var prune = new Option<string[]>("--prune") { Description = $"Share of units to leave out, the least important first: {string.Join(", ", PruneGroup.Kinds.Keys)}.", HelpName = "KIND=SHARE", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var vocabulary = new Option<int>("--vocabulary") { Description = "Leave out vocabulary entries that the training texts use less often than this.", HelpName = "TIMES" };
        var precision = new Option<string?>("--precision") { Description = "float32, int8, or int4 for weights in blocks of 4 bits (smaller, not faster); int8 where no other step is named." };
        precision.AcceptOnlyFromAmong("float32", "int8", "int4");
        var p95 = new Option<string?>("--p95") { Description = "Search: most time that 95 % of single texts may take on this machine, e.g. 5ms." };
        var size = new Option<string?>("--size") { Description = "Search: largest model folder, e.g. 25MB." };
        var drop = new Option<double?>("--max-drop") { Description = $"Points of score that may be lost on dev; by default {Stepping.QuantizationDrop} for int8, {SearchDrop} for a search." };
        var list = new Option<bool>("--list") { Description = "Search: show what would be tried, what it costs and how long it takes; train nothing." };
        var recipe = new Option<string?>("--recipe") { Description = "The recipe that the model was trained with, where its data do not lie beside it.", HelpName = "FILE" };
        var set = Verb.Set();
        set.Description = "Overrides one key of the recipe that students and pruned networks are trained by, e.g. training.epochs=3.";
        var threads = new Option<int>("--threads") { Description = "Threads that times are measured with; 0 takes the physical cores." };
        var sparsity = new Option<double[]>("--sparsity") { Description = "Only say how far the weights would compress with these shares of them set to 0.", HelpName = "SHARE", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var data = new Option<string?>("--data", "-d") { Description = "For --precision alone: examples to judge on, with gold for a score; else the dev split of the run that the model lies in.", HelpName = "FILE" };
        var columns = new ColumnOptions();
        var ranges = new Option<bool>("--static") { Description = "For --precision alone: measure the ranges of activations once, on the data, instead of in every run." };
        var bits = new Option<int?>("--bits") { Description = "For --precision alone: bits of an int8 weight, 8 or 7; by default 8 where this processor adds 8-bit products exactly (VNNI, Arm), else 7." };
        var portable = new Option<bool>("--portable") { Description = "For --precision alone: only operators of ONNX and ONNX Runtime, for programs other than FineGrain; by default int8 takes our own where they are quicker (x86 with AVX2 or, on Linux, AVX-512 VNNI)." };
        var sensitivity = new Option<bool>("--sensitivity") { Description = "For --precision alone: measure and list what each layer does to the logits." };
        verb.Add(model);
        foreach (var option in (Option[])[output, student, teachers, prune, vocabulary, precision, p95, size, drop, list, recipe, set, threads, sparsity, data]) verb.Add(option);
        columns.AddTo(verb);
        foreach (var option in (Option[])[ranges, bits, portable, sensitivity]) verb.Add(option);
        verb.Validators.Add(result =>
        {
            var steps = result.GetValue(student) is not null || result.GetValue(prune)!.Length > 0 || result.GetValue(vocabulary) > 0;
            var searches = result.GetValue(p95) is not null || result.GetValue(size) is not null;
            if (result.GetValue(bits) is not (null or 7 or 8)) result.AddError("--bits must be 8 or 7.");
            if (result.GetValue(drop) is { } points && !(points >= 0)) result.AddError("--max-drop must be 0 or more.");
            if (result.GetValue(vocabulary) < 0) result.AddError("--vocabulary must be 0 or more.");
            if (result.GetValue(threads) < 0) result.AddError("--threads must be 0 or more.");
            foreach (var share in result.GetValue(sparsity)!) if (!(share is >= 0 and < 1)) result.AddError("--sparsity takes shares from 0 up to, but not, 1.");
            if (result.GetValue(list) && !searches) result.AddError("--list belongs to a search: give --p95 or --size.");
            if (searches && (steps || result.GetValue(precision) is not null)) result.AddError("--p95 and --size search for the steps themselves: leave out --student, --prune, --vocabulary and --precision.");
            if ((steps || searches || result.GetValue(teachers)!.Length > 0) && (result.GetValue(data) is not null || result.GetValue(ranges) || result.GetValue(bits) is not null || result.GetValue(portable) || result.GetValue(sensitivity)))
                result.AddError("--data, --static, --bits, --portable and --sensitivity go with --precision alone.");
            if (Array.Find(result.GetValue(set)!, s => s.StartsWith("tokenizer", StringComparison.Ordinal)) is { } kept)
                result.AddError($"--set {kept}: a compressed model keeps the tokenizer that it was made with. To leave words out give --vocabulary TIMES.");
            if (result.GetValue(output) is null && !result.GetValue(list) && result.GetValue(sparsity)!.Length == 0) result.AddError("--out is missing: name the folder to write.");
        });
        verb.SetAction(parse =>
        {
            var path = parse.GetRequiredValue(model);
            var display = terminal.Display();
            if (parse.GetValue(sparsity) is { Length: > 0 } shares)
            {
                foreach (var line in SparsityLines.Of(ModelFolder.Open(path), shares)) terminal.Out.WriteLine(line);
                return ExitCode.Done;
            }
            if (parse.GetValue(p95) is not null || parse.GetValue(size) is not null)
            {
                var contract = new Contract(parse.GetValue(p95) is { } time ? Contract.Milliseconds(time) : null, parse.GetValue(size) is { } bytes ? Contract.Size(bytes) : null, parse.GetValue(drop) ?? SearchDrop);
                return Searching.Run(ModelSource.Open(path, parse.GetValue(recipe)), parse.GetValue(output), contract,
                    new(parse.GetValue(teachers)!, parse.GetValue(set)!, parse.GetValue(threads), parse.GetValue(list)), display, terminal);
            }
            var plan = new CompressionPlan
            {
                Name = "network",
                Student = parse.GetValue(student) is { } name ? Students.Of(name) : null,
                Teachers = parse.GetValue(teachers)!,
                Prune = parse.GetValue(prune)!.ToDictionary(KindOf, ShareOf),
                Vocabulary = parse.GetValue(vocabulary),
                Set = parse.GetValue(set)!,
            };
            if (!plan.Changes && parse.GetValue(precision) != "float32") return Quantize(parse);
            if (!plan.Changes) throw new InputException("--precision", "float32 alone changes nothing. Name a step: --precision int8, --prune, --student, --distil-from or --vocabulary.");
            return Stepping.Run(ModelSource.Open(path, parse.GetValue(recipe)), plan with { Precision = parse.GetValue(precision) ?? "float32" }, parse.GetRequiredValue(output), parse.GetValue(drop), parse.GetValue(threads), display, terminal);
        });
        return verb;

        int Quantize(ParseResult parse)
        {
            var source = ModelFolder.Open(parse.GetRequiredValue(model));
            IReadOnlyList<Example> examples = parse.GetValue(data) is { } file ? [.. columns.Read(parse, file, PredictVerb.Asked(source.Manifest))] : DevExamples.Read(DevExamples.Beside(source.FolderPath));
            var score = DevPoints.Of(source, examples);
            using var work = new WorkFolder(parse.GetRequiredValue(output), source.FolderPath);
            var report = ModelQuantization.Write(source, parse.GetRequiredValue(output), new()
            {
                Precision = parse.GetValue(precision) ?? "int8",
                WeightBits = parse.GetValue(bits),
                Rows = parse.GetValue(portable) ? false : null,
                Static = parse.GetValue(ranges),
                Examples = examples,
                Score = score,
                MaxDrop = parse.GetValue(drop) ?? Stepping.QuantizationDrop,
                Sensitivity = parse.GetValue(sensitivity),
            }, terminal.Stop);
            foreach (var line in QuantizationLines.Of(report, source, examples.Count, score is not null)) terminal.Out.WriteLine(line);
            terminal.Out.WriteLine($"written    {parse.GetRequiredValue(output)}");
            work.Remove();
            return ExitCode.Done;
        }
    }

    private static string KindOf(string pair)
    {
        var kind = pair.Split('=')[0];
        return PruneGroup.Kinds.ContainsKey(kind) ? kind : throw new InputException("--prune", $"'{pair}' names no kind of unit. {Nearest.Hint(kind, [.. PruneGroup.Kinds.Keys])} Write e.g. heads=0.5.");
    }

    private static double ShareOf(string pair) =>
        pair.Split('=') is [_, var text] && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is > 0 and < 1
            ? share
            : throw new InputException("--prune", $"'{pair}' names no share. Write the share to leave out, above 0 and below 1, e.g. heads=0.5.");
}
