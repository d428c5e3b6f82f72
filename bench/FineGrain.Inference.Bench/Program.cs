using FineGrain.Core;
using FineGrain.Inference.Bench;

const string Usage = """
    model FOLDER              write an untrained 10 MB model folder to measure with
    first FOLDER TEXT         open, answer one text, print how long that took
    parts FOLDER TEXT         the same part by part, in processor time
    speed FOLDER EXAMPLES     sentences per second on an examples.jsonl: alone, unsorted batches, sorted batches
    """;

try
{
    switch (args)
    {
        case ["model", var folder]: BenchModel.Write(folder); return 0;
        case ["first", var folder, var text]: FirstAnswer.Print(folder, text); return 0;
        case ["parts", var folder, var text]: FirstAnswer.PrintParts(folder, text); return 0;
        case ["speed", var folder, var examples]: Throughput.Print(folder, examples); return 0;
        default: Console.Error.WriteLine(Usage); return 2;
    }
}
catch (InputException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
