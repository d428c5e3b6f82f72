namespace FineGrain.Cli.Terminals;

/// <summary>Keys, one at a time.</summary>
internal interface IKeyboard
{
    /// <summary>The next key; null when there will be none any more, or the verb shall stop.</summary>
    ConsoleKeyInfo? Read(CancellationToken stop);
}

/// <summary>The keyboard of this process.</summary>
internal sealed class ConsoleKeyboard : IKeyboard
{
    public ConsoleKeyInfo? Read(CancellationToken stop)
    {
        // Console.ReadKey cannot be interrupted, not even by Ctrl-C: look whether a key waits, fast enough for a person.
        while (!stop.IsCancellationRequested)
        {
            if (Console.KeyAvailable) return Console.ReadKey(intercept: true);
            stop.WaitHandle.WaitOne(10);
        }
        return null;
    }
}
