using System.Globalization;
using FineGrain.Feedback.Bench;

// Without a name: the list. Data sets are looked for as recipes do, by FINEGRAIN_DATA.
return args switch
{
    ["label-errors", var recipe] => LabelErrors.Run(recipe),
    ["causes", var recipe] => CausesFound.Run(recipe, seed: 1),
    ["span-errors", var folder, "real", .. var predictions] => SpanErrors.Real(folder, predictions),
    ["span-errors", var folder, ("uniform" or "plausible") and var how, var seed, .. var predictions] => SpanErrors.Planted(folder, how, int.Parse(seed, CultureInfo.InvariantCulture), predictions),
    ["span-errors", var folder, "write", ("uniform" or "plausible") and var how, var seed, var file] => SpanErrors.Write(folder, how, int.Parse(seed, CultureInfo.InvariantCulture), file),
    ["active", var folder, var drawing] => ActiveCurve.Run(folder, drawing),
    ["improve", var folder, var work] => Planted.Run(folder, work),
    ["plant", var recipe, var defect, var folder] => Plant.Run(recipe, defect, folder),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("FineGrain.Feedback.Bench label-errors RECIPE | causes RECIPE | span-errors DATA real [PREDICTIONS…] | span-errors DATA [write] uniform|plausible SEED [PREDICTIONS…|FILE] | active DATA CURVE.svg | improve DATA FOLDER | plant RECIPE DEFECT FOLDER");
    return 2;
}
