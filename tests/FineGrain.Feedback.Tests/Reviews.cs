using FineGrain.Core;

namespace FineGrain.Feedback.Tests;

/// <summary>Made-up reviews whose words tell their label, some more surely than others.</summary>
internal static class Reviews
{
    private static readonly string[] Good = ["good", "great", "lovely", "fine", "moving", "funny", "warm", "clever"], Bad = ["bad", "awful", "poor", "dull", "cold", "boring", "silly", "weak"];
    private static readonly string[] Things = ["film", "story", "cast", "song", "scene", "plot", "ending", "book", "show", "music"], Fill = ["the", "a", "this", "very", "and", "with", "some", "of", "in", "really"];

    public static readonly LabelSet Labels = new(["negative", "positive"]);

    public static List<Example> Make(int count, int seed, string prefix = "t")
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var positive = i % 2 == 0;
            // Two words of its own side, and sometimes one of the other.
            string Own() => (positive ? Good : Bad)[random.Next(8)];
            string[] words = [Own(), Own(), .. random.NextDouble() < 0.3 ? [(positive ? Bad : Good)[random.Next(8)]] : Array.Empty<string>(), Things[random.Next(10)], Things[random.Next(10)], Fill[random.Next(10)], Fill[random.Next(10)], Fill[random.Next(10)]];
            random.Shuffle(words);
            return new Example { Id = $"{prefix}{i}", Text = string.Join(' ', words), Labels = [positive ? "positive" : "negative"] };
        })];
    }
}
