using System.Diagnostics;
using FineGrain.Models.Encoders;
using FineGrain.Models.Seeding;
using static TorchSharp.torch;

namespace FineGrain.Training.Bench;

/// <summary>Forward and backward of one bidirectional LSTM layer over rows of unlike length: ours, and the library's over packed rows, with the same weights.</summary>
internal static class Recurrent
{
    private const int Rows = 64, Length = 64, Inputs = 100, Hidden = 128;

    public static void Compare(int runs)
    {
        var random = new Random(1);
        using var ours = new RecurrentLayer("lstm", Inputs, Hidden, new Initializer(1));
        using var stock = nn.LSTM(Inputs, Hidden, batchFirst: true, bidirectional: true);
        var weights = ours.named_parameters().ToDictionary(p => p.name["lstm.".Length..], p => p.parameter);
        using (no_grad())
            foreach (var (name, parameter) in stock.named_parameters()) parameter.copy_(weights[name]);
        using var input = rand(Rows, Length, Inputs).requires_grad_();
        using var lengths = tensor([.. Enumerable.Range(0, Rows).Select(_ => (long)random.Next(Length * 7 / 8, Length + 1))]);

        Tensor Packed()
        {
            using var packed = nn.utils.rnn.pack_padded_sequence(input, lengths, batch_first: true, enforce_sorted: false);
            using var run = stock.call(packed).Item1;
            return nn.utils.rnn.pad_packed_sequence(run, batch_first: true, total_length: Length).Item1;
        }
        using (NewDisposeScope())
            if ((Packed() - ours.forward(input, lengths)).abs().max().item<float>() > 1e-5) throw new InvalidOperationException("the contestants do not compute the same");

        var (mine, theirs) = (new List<double>(), new List<double>());
        for (var run = -1; run < runs; run++) // the first turn warms up
        {
            var (fast, slow) = (Milliseconds(() => ours.forward(input, lengths)), Milliseconds(Packed));
            if (run < 0) continue;
            mine.Add(fast);
            theirs.Add(slow);
        }
        Console.WriteLine($"bidirectional LSTM, {Rows} rows of {Length * 7 / 8} to {Length} tokens, {Inputs} → 2 × {Hidden}: {Spread.Of(mine)} ms, over packed rows {Spread.Of(theirs)} ms: {Spread.Of(theirs.Zip(mine, (slow, fast) => slow / fast))} times as fast");
    }

    private static double Milliseconds(Func<Tensor> forward)
    {
        using var scope = NewDisposeScope();
        var start = Stopwatch.GetTimestamp();
        forward().sum().backward();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
