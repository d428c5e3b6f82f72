using FineGrain.Core;
using FineGrain.Inference.Bench;
using FineGrain.Inference.Bench.Kernels;

const string Usage = """
    model FOLDER              write an untrained 10 MB model folder to measure with
    encoder FOLDER TOKENIZER  write an untrained encoder of 6 layers, 12 heads, width 384 with that vocabulary
    compare TOKENIZER TEXTS PEERS [ROUNDS THREADS [COUNT]]
                              the table of docs/performance.md, against npm's pipeline and eager PyTorch (PEERS: bench/FineGrain.Inference.Bench/peers)
    memory FOLDER [N]         resident memory over N predictions (100000) of mixed lengths
    precisions FOLDER TEXTS   sentences per second of one network in every precision, in turns
    profile FILE.onnx B T N   where the time of a batch B × T goes, by operator, N threads
    first FOLDER TEXT         open, answer one text, print how long that took
    parts FOLDER TEXT         the same part by part, in processor time
    kernel ROWS DEPTH WIDTH   one layer: ONNX Runtime's product of bytes against kernels of our own, one thread
    graphs B T                ways to write the encoder, floats and bytes, one thread, in turns
    footprint FOLDER          time to open, memory after one answer and after a stream
    decode FOLDER EXAMPLES [N]
                              a model that marks spans: time of units, network and decoding on an examples.jsonl, N rounds (5)
    speed FOLDER EXAMPLES     sentences per second on an examples.jsonl: alone, unsorted batches, sorted batches
    """;

try
{
    switch (args)
    {
        case ["model", var folder]: BenchModel.WriteSmall(folder); return 0;
        case ["encoder", var folder, var tokenizer]: BenchModel.WriteEncoder(folder, tokenizer); return 0;
        case ["compare", var tokenizer, var texts, var peers]: Comparison.Print(tokenizer, texts, peers, rounds: 5, threads: 2, count: 1024); return 0;
        case ["compare", var tokenizer, var texts, var peers, var rounds, var threads]: Comparison.Print(tokenizer, texts, peers, int.Parse(rounds, null), int.Parse(threads, null), count: 1024); return 0;
        case ["compare", var tokenizer, var texts, var peers, var rounds, var threads, var count]: Comparison.Print(tokenizer, texts, peers, int.Parse(rounds, null), int.Parse(threads, null), int.Parse(count, null)); return 0;
        case ["memory", var folder]: Memory.Print(folder, 100_000); return 0;
        case ["memory", var folder, var count]: Memory.Print(folder, int.Parse(count, null)); return 0;
        case ["precisions", var folder, var texts]: Precisions.Print(folder, texts, rounds: 5); return 0;
        case ["profile", var file, var rows, var length, var threads]: Profile.Print(file, int.Parse(rows, null), int.Parse(length, null), int.Parse(threads, null)); return 0;
        case ["first", var folder, var text]: FirstAnswer.Print(folder, text); return 0;
        case ["parts", var folder, var text]: FirstAnswer.PrintParts(folder, text); return 0;
        case ["kernel", var rows, var depth, var width]: KernelTrial.Print(int.Parse(rows, null), int.Parse(depth, null), int.Parse(width, null), rounds: 5); return 0;
        case ["graphs", var rows, var length]: GraphVariants.Print(int.Parse(rows, null), int.Parse(length, null), rounds: 5); return 0;
        case ["footprint", var folder]: Footprint.Print(folder); return 0;
        case ["decode", var folder, var examples]: Decoding.Print(folder, examples, rounds: 5); return 0;
        case ["decode", var folder, var examples, var rounds]: Decoding.Print(folder, examples, int.Parse(rounds, null)); return 0;
        case ["speed", var folder, var examples]: Throughput.Print(folder, examples); return 0;
        default: Console.Error.WriteLine(Usage); return 2;
    }
}
catch (InputException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
