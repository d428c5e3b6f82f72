using System.Text;
using System.Text.Json;
using FineGrain.Core;

namespace FineGrain.Inference.Tests;

/// <summary>The hand-written JSON says what the serializer says.</summary>
public sealed class JsonTests
{
    // Every entry has another value than its default, so that none can be forgotten in the reader.
    private static readonly ModelManifest Full = new()
    {
        Format = 1,
        Name = "各 \"names\"",
        Task = "classify",
        Target = "labels",
        Labels = ["a", "乙"],
        Thresholds = [0.25, 0.75],
        Temperature = 1.5,
        Calibration = new()
        {
            Method = "isotonic", Weights = [1.5, -0.25], Biases = [0, 2], Curves = [new([0, 0.5], [0.25, 1])], Examples = 12,
            LogLoss = new Dictionary<string, double> { ["none"] = 0.5, ["isotonic"] = 0.25 }, Nonconformity = [0.001, 0.75],
        },
        AbstainBelow = 0.6,
        Recipe = "name: x\n",
        DataHash = "ab12",
        Encoding = new()
        {
            MaxLength = 77,
            Truncation = "head_tail",
            SpecialTokens = false,
            Windows = true,
            Overlap = 9,
            Units = "words",
            Features = new() { Templates = ["word", "case@1"], Buckets = 64, Dropout = 0.25, Lexicon = "words.txt", NewWords = 3 },
            Characters = "ab é👍",
            CharacterLength = 12,
            Aspects = new() { Encoding = "masked", ClauseWords = 1, NearTokens = 2 },
            Clean = new() { HtmlEntities = true, Unicode = "nfkc", FullWidth = true, ControlCharacters = false, Whitespace = true },
            Ngrams = new() { Words = 3, Characters = 5, MinCharacters = 2, Buckets = 1024, NaiveBayes = 0.5 },
        },
        Spans = new() { Head = "softmax", Scheme = "iob2", Layer = "aspects" },
        Scores = [new("classify", "d", "test", "accuracy", 0.9, 0.8, 0.95, 100, 3), new("classify", "d", "dev", "macro-f1", double.NaN, double.NegativeInfinity, double.PositiveInfinity, 1, null)],
        Files = new Dictionary<string, string> { ["model.onnx"] = "00ff" },
        Precision = new() { Name = "int8", File = "model.int8.onnx", WeightBits = 7, Activations = "static", Kept = ["layer.0"], Instructions = "avx2", Runtime = "ONNX Runtime 1" },
        SelfTests = [new("text", "pair", [0.1f, -2e-9f], 1e-4f), new("alone", null, [1f, 2f], 1e-3f, new(0, 3, "term"))],
    };

    [Fact]
    public void The_manifest_reader_reads_every_entry_that_the_serializer_writes()
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(Full, CoreJson.File.ModelManifest);
        var read = ManifestReader.Read(bytes);
        Assert.Equal(Encoding.UTF8.GetString(bytes), JsonSerializer.Serialize(read, CoreJson.File.ModelManifest));
    }

    [Fact]
    public void Every_entry_of_the_example_above_differs_from_its_default()
    {
        // guards the test above against entries that are added later
        var full = JsonSerializer.SerializeToElement(Full, CoreJson.File.ModelManifest);
        var plain = JsonSerializer.SerializeToElement(new ModelManifest { Name = "", Task = "", Target = "", Labels = [], Encoding = new() { MaxLength = 1, Ngrams = new(), Features = new(), Aspects = new() }, Spans = new() { Head = "" }, Precision = new() { Name = "", File = "", WeightBits = 8 } }, CoreJson.File.ModelManifest);
        Differ(full, plain, "");

        static void Differ(JsonElement full, JsonElement plain, string path)
        {
            foreach (var entry in full.EnumerateObject())
            {
                var name = $"{path}/{entry.Name}";
                if (name == "/format" || !plain.TryGetProperty(entry.Name, out var other)) continue;
                if (entry.Value.ValueKind == JsonValueKind.Object && name != "/files") Differ(entry.Value, other, name);
                else Assert.False(JsonElement.DeepEquals(entry.Value, other), $"{name} has its default value");
            }
        }
    }

    [Fact]
    public void The_reader_keeps_defaults_and_skips_what_it_does_not_know()
    {
        var read = ManifestReader.Read("""{"future":{"a":[1,{"b":2}]},"name":"n","task":"t","target":"label","labels":["x"],"encoding":{"max_length":9,"clean":{}}}"""u8);
        Assert.Equal(1, read.Temperature);
        Assert.Equal("longest_first", read.Encoding.Truncation);
        Assert.True(read.Encoding.SpecialTokens);
        Assert.True(read.Encoding.Clean.ControlCharacters);
        Assert.Null(read.Encoding.Ngrams);
        Assert.Empty(read.SelfTests);
    }

    [Theory]
    [InlineData("""{"name":"n"}""", "'task' is missing")]
    [InlineData("""{"name":3}""", "a text is expected at byte 8, found Number")]
    [InlineData("""{"labels":"a"}""", "a list is expected")]
    [InlineData("[]", "an object is expected")]
    [InlineData("""{"name":"n" """, "")]
    [InlineData("", "")]
    public void Other_json_is_refused(string json, string message) =>
        Assert.Contains(message, Assert.ThrowsAny<JsonException>(() => ManifestReader.Read(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_prediction_line_is_the_bytes_of_the_serializer()
    {
        Prediction[] predictions =
        [
            new() { Id = "1", Text = "good \"film\" 好看 😀\n" },
            new() { Id = "f:2", Text = "", Pair = "b", Labels = ["x", "y"], Probabilities = new Dictionary<string, double> { ["x"] = 1 / 3.0, ["好"] = 1e-20 }, Gold = [], Fields = new Dictionary<string, string> { ["k"] = "v" } },
            new() { Id = "s", Text = "Ann at 好", Spans = [new(0, 3, "PER", 0.75)], Triplets = [new(new(0, 3, "positive"), new(4, 6, "opinion"))], GoldSpans = [new(0, 3, "PER")], GoldScores = [0.25], GoldTriplets = [new(new(1, 2, "a"), new(3, 4, "opinion"))] },
            new() { Id = "c", Text = "t", Candidates = ["a", "好"], Abstained = true },
            new() { Id = "3", Text = "t", Number = 3.25, GoldNumber = -1, Gold = ["g"] },
        ];
        foreach (var prediction in predictions)
        {
            using var stream = new MemoryStream();
            using (var writer = new PredictionWriter(stream))
            {
                writer.Write(prediction);
                writer.Write(prediction);
            }
            var line = JsonSerializer.Serialize(prediction, CoreJson.Line.Prediction) + "\n";
            Assert.Equal(line + line, Encoding.UTF8.GetString(stream.ToArray()));
        }
    }
}
