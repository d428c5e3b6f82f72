using System.CommandLine;
using FineGrain.Cli.Compressing;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Inference;
using FineGrain.Inference.Quantizing;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain compress</c>: a faster and smaller model folder from one in 32-bit floats.</summary>
internal static class CompressVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("compress", "Makes a smaller, faster model folder and says what it costs in score.",
            "finegrain compress out/reviews/model --precision int8 --out out/reviews/int8\nfinegrain compress out/reviews/model --precision int8 --static --sensitivity --out out/reviews/int8");
        var model = new Argument<string>("model") { Description = "The model folder in 32-bit floats." };
        var precision = new Option<string>("--precision") { Description = "int8, or int4 for weights in blocks of 4 bits (smaller, not faster).", DefaultValueFactory = _ => "int8" };
        precision.AcceptOnlyFromAmong("int8", "int4");
        var output = new Option<string>("--out", "-o") { Description = "The folder to write.", HelpName = "DIR", Required = true };
        var data = new Option<string>("--data", "-d") { Description = "Examples to judge on, with gold for a score; the dev split of the run that the model lies in, where there is one.", HelpName = "FILE" };
        var columns = new ColumnOptions();
        var ranges = new Option<bool>("--static") { Description = "Measure the ranges of activations once, on the data, instead of in every run." };
        var bits = new Option<int?>("--bits") { Description = "Bits of an int8 weight, 8 or 7; by default 8 where this processor adds 8-bit products exactly (VNNI, Arm), else 7." };
        var drop = new Option<double>("--max-drop") { Description = "Points of score that may be lost before layers are taken back to floats.", DefaultValueFactory = _ => 0.3 };
        var sensitivity = new Option<bool>("--sensitivity") { Description = "Measure and list what each layer does to the logits." };
        verb.Add(model);
        foreach (var option in (Option[])[precision, output, data]) verb.Add(option);
        columns.AddTo(verb);
        foreach (var option in (Option[])[ranges, bits, drop, sensitivity]) verb.Add(option);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(bits) is not (null or 7 or 8)) result.AddError("--bits must be 8 or 7.");
            if (!(result.GetValue(drop) >= 0)) result.AddError("--max-drop must be 0 or more.");
        });
        verb.SetAction(parse =>
        {
            var source = ModelFolder.Open(parse.GetRequiredValue(model));
            IReadOnlyList<Example> examples = parse.GetValue(data) is { } file ? [.. columns.Read(parse, file, source.Manifest.Target)] : DevExamples.Read(DevExamples.Beside(source.FolderPath));
            var score = DevPoints.Of(source, examples);
            var report = ModelQuantization.Write(source, parse.GetRequiredValue(output), new()
            {
                Precision = parse.GetRequiredValue(precision),
                WeightBits = parse.GetValue(bits),
                Static = parse.GetValue(ranges),
                Examples = examples,
                Score = score,
                MaxDrop = parse.GetValue(drop),
                Sensitivity = parse.GetValue(sensitivity),
            }, terminal.Stop);
            foreach (var line in QuantizationLines.Of(report, source, examples.Count, score is not null)) terminal.Out.WriteLine(line);
            terminal.Out.WriteLine($"written    {parse.GetRequiredValue(output)}");
            return ExitCode.Done;
        });
        return verb;
    }
}
