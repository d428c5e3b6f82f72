using System.CommandLine;
using System.Globalization;
using FineGrain.Analysis.Calibrating;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Data.Aspects;
using FineGrain.Inference;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain calibrate</c>: fits the confidence of a finished model on labelled data of its new home.</summary>
internal static class CalibrateVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("calibrate", "Fits the confidence of a model folder on labelled data that it was not trained on, with conformal scores for label sets; the network stays as it is.",
            "finegrain calibrate out/reviews/model --data held-out.jsonl\nfinegrain calibrate out/reviews/model --data held-out.csv --method isotonic --abstain-below 0.7");
        var model = new Argument<string>("model") { Description = "The model folder; it is replaced whole." };
        var data = new Option<string>("--data", "-d") { Description = "Labelled file.", HelpName = "FILE", Required = true };
        var method = new Option<string>("--method") { Description = "How; auto takes the method with the least cross-validated log-loss.", DefaultValueFactory = _ => "auto" };
        method.AcceptOnlyFromAmong([.. CalibrationFit.Methods, "auto"]);
        var abstain = new Option<double?>("--abstain-below") { Description = "From now on give no label where the best probability is lower; kept as it is by default." };
        var columns = new ColumnOptions();
        verb.Add(model);
        verb.Add(data);
        verb.Add(method);
        verb.Add(abstain);
        columns.AddTo(verb);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(abstain) is < 0 or > 1 or double.NaN) result.AddError("--abstain-below must be from 0 to 1.");
        });
        verb.SetAction(parse =>
        {
            var path = parse.GetRequiredValue(model);
            var fit = Fit(path, columns, parse, parse.GetRequiredValue(data), parse.GetRequiredValue(method), terminal.Stop, out var examples);
            var folder = ModelFolder.Open(path);
            var manifest = folder.Manifest with { Temperature = fit.Temperature, Calibration = fit.Manifest, AbstainBelow = parse.GetValue(abstain) ?? folder.Manifest.AbstainBelow };
            ModelFolder.Write(path, manifest, target =>
            {
                foreach (var file in folder.Manifest.Files.Keys) File.Copy(folder.PathOf(file), Path.Combine(target, file));
            });
            foreach (var (name, loss) in fit.Manifest.LogLoss) terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-12} log-loss {loss:0.0000}{(name == fit.Manifest.Method ? "  taken" : "")}"));
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {fit.Manifest.Method}{(fit.Manifest.Method == "temperature" ? $" {fit.Temperature:0.###}" : "")}, fitted on {examples} examples"));
            return ExitCode.Done;
        });
        return verb;
    }

    private static CalibrationFit Fit(string path, ColumnOptions columns, ParseResult parse, string data, string method, CancellationToken stop, out int count)
    {
        using var predictor = Predictor.Open(path);
        var target = predictor.Manifest.Target;
        var asked = predictor.Manifest.Encoding.Aspects is not null;
        if ((predictor.Manifest.Task != "classify" && !asked) || target == "number") throw new InputException(path, $"has task '{predictor.Manifest.Task}' and target '{target}'; only labels have probabilities to calibrate.");
        var read = columns.Read(parse, data, PredictVerb.Asked(predictor.Manifest));
        List<Example> examples = [.. asked ? AspectExamples.Asked(read) : read];
        if (examples.FirstOrDefault(e => target == "label" && e.Labels.Count != 1) is { } bare) throw new InputException(bare.Source ?? bare.Id, $"has no label. Calibration needs the gold label of every example; {(asked ? "give each aspect its polarity" : "name its column with --label-column")}.");
        if (examples.Count < 2) throw new InputException(data, $"has {examples.Count} examples; calibration needs at least two, and better some hundred.");
        count = examples.Count;
        var logits = predictor.Logits([.. examples.Select(predictor.Encode)], stop);
        return CalibrationFit.Of(new(target, predictor.Folder.Labels, logits, [.. examples.Select(e => e.Labels)]), method);
    }
}
