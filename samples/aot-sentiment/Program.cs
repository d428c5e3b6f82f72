using FineGrain.Core;
using FineGrain.Inference;

// sentiment MODEL_FOLDER TEXT...   or, without texts, one a line from standard input
if (args.Length == 0)
{
    Console.Error.WriteLine("sentiment MODEL_FOLDER [TEXT...]");
    return 2;
}
try
{
    // One text at a time: idle threads need not spin. Only the files that answering reads are proven.
    using var predictor = Predictor.Open(args[0], new() { Spinning = false, Verification = Verification.UsedFiles });
    var texts = args.Length > 1 ? args.Skip(1) : Lines();
    foreach (var p in predictor.Predict(texts.Select((text, i) => new Example { Id = $"{i}", Text = text })))
        Console.WriteLine(FormattableString.Invariant($"{p.Labels[0]} {p.Probabilities[p.Labels[0]]:0.000}  {p.Text}"));
    return 0;
}
catch (InputException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static IEnumerable<string> Lines()
{
    while (Console.ReadLine() is { } line) yield return line;
}
