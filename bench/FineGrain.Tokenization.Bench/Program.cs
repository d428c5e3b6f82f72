// WordPiece with offsets on one thread: FineGrain, Microsoft.ML.Tokenizers and the npm package in turns, MB of UTF-8 a second and ratios.
//   cd bench/FineGrain.Tokenization.Bench && npm install && dotnet run -c Release -- DATA WEIGHTS [rounds]
using System.Globalization;
using FineGrain.Tokenization.Bench;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Length < 2)
{
    Console.Error.WriteLine("usage: FineGrain.Tokenization.Bench DATA WEIGHTS [rounds]   (the folders shared/data and shared/weights)");
    return 2;
}
var rounds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 7;
var script = Path.Combine(AppContext.BaseDirectory, "peer.mjs");
for (var folder = AppContext.BaseDirectory; folder is not null && !File.Exists(script); folder = Path.GetDirectoryName(folder)) script = Path.Combine(folder, "peer.mjs");

Compare("English", Texts.English(args[0]), Path.Combine(args[1], "tokenizers", "bert-base-uncased-en"), lowercase: true);
Compare("Chinese", Texts.Chinese(args[0]), Path.Combine(args[1], "tokenizers", "bert-base-chinese"), lowercase: false);
return 0;

void Compare(string language, string[] texts, string folder, bool lowercase)
{
    var megabytes = texts.Sum(t => (double)System.Text.Encoding.UTF8.GetByteCount(t)) / 1e6;
    var file = Path.GetTempFileName();
    File.WriteAllLines(file, texts);
    using var node = new NodePeer(script, Path.Combine(folder, "tokenizer.json"), file);
    IPeer[] peers = [new Ours(Path.Combine(folder, "tokenizer.json"), texts), new MicrosoftPeer(Path.Combine(folder, "vocab.txt"), lowercase, texts), node];
    Console.WriteLine($"{language}: {texts.Length} texts, {megabytes:F2} MB, {rounds} rounds after 2 for warming up");
    var speeds = peers.Select(_ => new List<double>()).ToArray();
    for (var round = -2; round < rounds; round++)
        for (var p = 0; p < peers.Length; p++)
        {
            var (seconds, tokens) = peers[p].Run();
            if (round == -2) Console.WriteLine($"  {peers[p].Name}: {tokens} tokens");
            if (round >= 0) speeds[p].Add(megabytes / seconds);
        }
    for (var p = 0; p < peers.Length; p++)
    {
        var ratios = speeds[0].Zip(speeds[p], (ours, theirs) => ours / theirs).Order().ToArray();
        Console.WriteLine($"  {peers[p].Name,-24} {Median(speeds[p]),7:F1} MB/s   FineGrain is {ratios[0]:F2} / {Median(ratios):F2} / {ratios[^1]:F2} times as fast (min / median / max)");
    }
    File.Delete(file);
}

static double Median(IEnumerable<double> values)
{
    var sorted = values.Order().ToArray();
    return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
