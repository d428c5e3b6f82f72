using System.Diagnostics;
using System.Globalization;
using FineGrain.Data.Tokenization;
using Microsoft.ML.Tokenizers;

namespace FineGrain.Tokenization.Bench;

/// <summary>One contender: encodes all texts once and says how many seconds that took and how many tokens came out.</summary>
internal interface IPeer
{
    string Name { get; }

    (double Seconds, long Tokens) Run();
}

internal sealed class Ours(string path, string[] texts) : IPeer
{
    private readonly Data.Tokenization.Tokenizer tokenizer = Data.Tokenization.Tokenizer.Load(path);

    public string Name => "FineGrain";

    public (double Seconds, long Tokens) Run()
    {
        var watch = Stopwatch.StartNew();
        long tokens = 0;
        foreach (var text in texts)
        {
            Encoding encoding = tokenizer.Encode(text);
            tokens += encoding.Ids.Length;
        }
        return (watch.Elapsed.TotalSeconds, tokens);
    }
}

internal sealed class MicrosoftPeer(string vocabulary, bool lowercase, string[] texts) : IPeer
{
    private readonly BertTokenizer tokenizer = BertTokenizer.Create(vocabulary, new BertOptions { LowerCaseBeforeTokenization = lowercase });

    public string Name => "Microsoft.ML.Tokenizers";

    public (double Seconds, long Tokens) Run()
    {
        var watch = Stopwatch.StartNew();
        long tokens = 0;
        // The overload that gives tokens with their offsets, as ours does.
        foreach (var text in texts) tokens += tokenizer.EncodeToTokens(text, out _).Count;
        return (watch.Elapsed.TotalSeconds, tokens);
    }
}

internal sealed class NodePeer : IPeer, IDisposable
{
    private readonly Process process;

    public NodePeer(string script, string tokenizer, string texts)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[script, tokenizer, texts]) start.ArgumentList.Add(argument);
        process = Process.Start(start) ?? throw new InvalidOperationException("node does not start; install Node.js and run npm install in the bench folder");
    }

    public string Name => "@huggingface/tokenizers";

    public (double Seconds, long Tokens) Run()
    {
        process.StandardInput.WriteLine("go");
        process.StandardInput.Flush();
        var answer = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("node stopped; run npm install in the bench folder");
        var parts = answer.Split(' ');
        return (double.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
