using FineGrain.Core;
using FineGrain.Inference.Bench;

const string Usage = """
    model FOLDER              write an untrained 10 MB model folder to measure with
    encoder FOLDER TOKENIZER  write an untrained encoder of 6 layers, 12 heads, width 384 with that vocabulary
    precisions FOLDER TEXTS   sentences per second of one network in every precision, in turns
    profile FILE.onnx B T N   where the time of a batch B × T goes, by operator, N threads
    first FOLDER TEXT         open, answer one text, print how long that took
    parts FOLDER TEXT         the same part by part, in processor time
    speed FOLDER EXAMPLES     sentences per second on an examples.jsonl: alone, unsorted batches, sorted batches
    """;

try
{
    switch (args)
    {
        case ["model", var folder]: BenchModel.WriteSmall(folder); return 0;
        case ["encoder", var folder, var tokenizer]: BenchModel.WriteEncoder(folder, tokenizer); return 0;
        case ["precisions", var folder, var texts]: Precisions.Print(folder, texts, rounds: 5); return 0;
        case ["profile", var file, var rows, var length, var threads]: Profile.Print(file, int.Parse(rows, null), int.Parse(length, null), int.Parse(threads, null)); return 0;
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
