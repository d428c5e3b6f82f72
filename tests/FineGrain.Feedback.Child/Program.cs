using FineGrain.Core.Corrections;
using FineGrain.Feedback.Store;

// Writes corrections one by one and says each id only after the store has acknowledged it; the test kills this process in the middle.
var (place, count) = (args[0], int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture));
using var store = CorrectionStore.Open(place);
using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
for (var i = 0; i < count; i++)
{
    var id = $"{Environment.ProcessId}-{i}";
    store.Propose([new() { Id = id, ExampleId = $"train:{i}", Kind = CorrectionKind.Relabel, New = Annotation.OfLabels("positive"), Author = "child", Time = DateTimeOffset.UnixEpoch, Text = new string('x', 200) }]);
    if (i % 3 == 0) store.Judge(id, "child", Verdict.Accept);
    output.WriteLine(id);
}
