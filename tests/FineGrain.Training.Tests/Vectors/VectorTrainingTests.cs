using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models.Vectors;
using FineGrain.Training.Vectors;

namespace FineGrain.Training.Tests.Vectors;

public sealed class VectorTrainingTests : IDisposable
{
    private static readonly VectorsRecipe Recipe = new() { Width = 12, Window = 3, Epochs = 3, Subsample = 0, MinNgram = 2, MaxNgram = 3, Buckets = 50, LearningRate = 0.05 };
    private const int Chunk = 12_000;
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-vectors-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        Assert.Equal(Trained("a", 1), Trained("b", 1));
        Assert.NotEqual(Trained("a", 1), Trained("b", 2));
    }

    [Fact]
    public void A_run_that_is_stopped_at_every_step_and_resumed_gives_the_same_bytes()
    {
        var whole = Trained("whole", 1);
        var checkpoint = Path.Combine(folder, "state.safetensors");
        var stops = 0;
        while (true)
        {
            var run = new VectorTraining(Recipe, Corpus(), 1, checkpoint, "id", chunkTokens: Chunk);
            Assert.Equal(stops, run.ResumedFrom);
            using var stop = new CancellationTokenSource();
            foreach (var _ in run.Steps(stop.Token)) stop.Cancel();
            if (run.End == RunEnd.Completed)
            {
                Assert.Equal(whole, Bytes(run, "resumed"));
                break;
            }
            Assert.Equal(RunEnd.Cancelled, run.End);
            stops++;
        }
        Assert.Equal(5, stops); // six steps: three epochs of two
    }

    [Fact]
    public void A_checkpoint_of_other_data_or_another_recipe_is_refused()
    {
        var checkpoint = Path.Combine(folder, "state.safetensors");
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Empty(new VectorTraining(Recipe, Corpus(), 1, checkpoint, "id", chunkTokens: Chunk).Steps(stop.Token));
        Assert.Contains("other data, another recipe or another seed", Assert.Throws<InputException>(() => new VectorTraining(Recipe, Corpus(), 1, checkpoint, "other", chunkTokens: Chunk)).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => new VectorTraining(Recipe with { Window = 2 }, Corpus(), 1, checkpoint, "id", chunkTokens: Chunk));
        Assert.Throws<InputException>(() => new VectorTraining(Recipe, Corpus(), 2, checkpoint, "id", chunkTokens: Chunk));
    }

    [Fact]
    public void The_loss_falls_and_words_of_the_same_contexts_become_neighbours()
    {
        var run = new VectorTraining(Recipe with { Epochs = 10, MaxNgram = 0, LearningRate = 0.1 }, Corpus(), 1, chunkTokens: Chunk);
        var losses = run.Steps(TestContext.Current.CancellationToken).Select(s => s.Loss).ToList();
        Assert.True(losses[^1] < 0.9 * losses[0], $"{losses[0]} → {losses[^1]}");
        var vectors = run.Vectors();
        Assert.Contains(vectors.Nearest("cat", 1)[0].Token, (string[])["dog", "cow"]);
        Assert.Contains(vectors.Nearest("red", 1)[0].Token, (string[])["blue", "green"]);
    }

    [Fact]
    public void Texts_without_two_tokens_side_by_side_are_refused()
    {
        var error = Assert.Throws<InputException>(() => new VectorTraining(Recipe, new(["a", "b"], [0, 1], [0, 1, 2], true), 1));
        Assert.StartsWith("sources: the texts have no two different tokens side by side", error.Message, StringComparison.Ordinal);
    }

    private byte[] Trained(string name, int seed)
    {
        var run = new VectorTraining(Recipe, Corpus(), seed, chunkTokens: Chunk);
        foreach (var _ in run.Steps(TestContext.Current.CancellationToken)) { }
        return Bytes(run, name);
    }

    private byte[] Bytes(VectorTraining run, string name)
    {
        var path = Path.Combine(folder, name);
        VectorsFile.Write(path, run.Vectors());
        return File.ReadAllBytes(path);
    }

    /// <summary>Sentences "the cat eats the red apple" and the like, in which animals, colours and things stand in places of their own: 24,000 tokens, two steps an epoch.</summary>
    private static VectorCorpus Corpus()
    {
        string[] tokens = ["[UNK]", "the", "eats", "cat", "dog", "cow", "red", "blue", "green", "apple", "leaf", "plum"];
        var random = new Random(7);
        var (ids, starts) = (new List<int>(), new List<int> { 0 });
        for (var i = 0; i < 4_000; i++)
        {
            ids.AddRange([1, 3 + random.Next(3), 2, 1, 6 + random.Next(3), 9 + random.Next(3)]);
            starts.Add(ids.Count);
        }
        return new(tokens, [.. ids], [.. starts], true);
    }
}
