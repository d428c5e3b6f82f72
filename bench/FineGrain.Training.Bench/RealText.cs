using FineGrain.Core;

namespace FineGrain.Training.Bench;

/// <summary>Training on sentences of unlike length: ours in batches of like length, the peer in random batches padded to their longest row.</summary>
internal static class RealText
{
    /// <summary>Batches that a contestant does in one turn.</summary>
    private const int Turn = 8;

    public static void Compare(string data, string tokenizer, IStep ours, IStep peer, int runs)
    {
        var sentences = Batches.Sentences(data, tokenizer, BenchModel.Rows * Turn * runs);
        var (clock, processor) = (new List<double>(), new List<double>());
        foreach (var (mine, theirs) in Batches.Bucketed(sentences, 1).Chunk(Turn).Zip(Batches.Padded(sentences, 1).Chunk(Turn)))
        {
            var (fast, slow) = (Cost(ours, mine), Cost(peer, theirs));
            clock.Add(slow.Clock / fast.Clock);
            processor.Add(slow.Processor / fast.Processor);
            Console.WriteLine($"  {ours.Name} {1000 / fast.Clock:f1} sentences/s, {peer.Name} {1000 / slow.Clock:f1}");
        }
        Console.WriteLine($"SST-2 sentences: {Spread.Of(clock)} times the sentences/s of {peer.Name}; processor time {Spread.Of(processor)}");
    }

    /// <summary>Milliseconds a sentence.</summary>
    private static StepTime Cost(IStep contestant, Batch[] batches)
    {
        var times = batches.Select(contestant.Run).ToList();
        double rows = batches.Sum(b => b.Rows);
        return new(times.Sum(t => t.Clock) / rows, times.Sum(t => t.Processor) / rows);
    }
}
