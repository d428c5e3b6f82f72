// Trains the tiny task with a checkpoint after each step and says so line by line, for the test that kills it with -9.
// Arguments: checkpoint path. At the end it prints "weights" and their hashes.
// With "collect" it trains beside a thread that collects garbage all the time.
using FineGrain.Training;
using FineGrain.Training.Child;

FineGrain.Models.Native.Libtorch.Load();
if (args[0] == "collect")
{
    Collecting.Run();
    return;
}
using var model = new TinyModel(seed: 3);
var task = new TinyTask(model);
using var run = new TrainingRun(task.With(args[0]), TinyTask.Recipe, seed: 11);
Console.WriteLine($"resumed {run.ResumedFrom}");
foreach (var report in run.Steps())
{
    Console.WriteLine($"step {report.Step}");
    if (args.Length > 1) Console.ReadLine(); // waits for the test between steps
}
Console.WriteLine("weights");
Console.WriteLine(task.Fingerprint());
