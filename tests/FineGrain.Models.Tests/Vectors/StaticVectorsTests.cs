using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Models.Vectors;
using TorchSharp;

namespace FineGrain.Models.Tests.Vectors;

public sealed class StaticVectorsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("finegrain-vectors-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Ngrams_are_those_of_fasttext()
    {
        // FNV-1a in 32 bits by Python, modulo 1000: h = 2166136261; for b in s.encode(): h = (h ^ b) * 16777619 % 2**32.
        Assert.Equal([508, 742, 756], new NgramBuckets(3, 6, 1000).Of("ab"));
    }

    [Fact]
    public void Ngrams_count_code_points_and_leave_out_borders_alone()
    {
        Assert.Equal(["北", "京"], Grams("北京", 1, 1));
        Assert.Equal(["<𠮷", "𠮷>"], Grams("𠮷", 2, 2));
    }

    [Fact]
    public void A_word_is_found_as_it_stands_then_in_lower_case_then_by_its_ngrams()
    {
        var vectors = Vectors();
        var vector = new float[2];
        Assert.Equal(VectorOrigin.Word, vectors.Find("cat", vector));
        Assert.Equal([1, 2], vector);
        Assert.Equal(VectorOrigin.LowerCase, vectors.Find("CAT", vector));
        Assert.Equal([1, 2], vector);
        Assert.Equal(VectorOrigin.Ngrams, vectors.Find("bat", vector));
        var rows = vectors.Buckets!.Of("bat");
        Assert.Equal(rows.Sum(r => r + 1) / MathF.Sqrt(rows.Length), vector[0], 1e-5f);
    }

    [Fact]
    public void Without_ngrams_an_unknown_word_and_a_row_of_zeros_have_no_vector()
    {
        var vectors = new StaticVectors(["[PAD]", "cat"], 2, [0, 0, 1, 2], null, [], lowercase: true);
        float[] vector = [7, 7];
        Assert.Equal(VectorOrigin.None, vectors.Find("bat", vector));
        Assert.Equal(VectorOrigin.None, vectors.Find("[PAD]", vector));
        Assert.Equal([7, 7], vector);
        Assert.Equal(["cat"], vectors.Known);
    }

    [Fact]
    public void A_file_gives_back_what_was_written()
    {
        var path = Path.Combine(folder, VectorsFile.Name);
        var vectors = Vectors();
        VectorsFile.Write(path, vectors);
        var read = VectorsFile.Read(path);
        Assert.Equal(vectors.Tokens, read.Tokens);
        Assert.Equal(vectors.Embeddings, read.Embeddings);
        Assert.Equal(vectors.Ngrams, read.Ngrams);
        Assert.True(read.Lowercase);
        Assert.Equal(vectors.Buckets!.Of("word"), read.Buckets!.Of("word"));
        var bytes = File.ReadAllBytes(path);
        VectorsFile.Write(path, read);
        Assert.Equal(bytes, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_file_without_vectors_is_refused()
    {
        var path = Path.Combine(folder, "other.safetensors");
        using var tensor = torch.ones(2);
        FineGrain.Models.Safetensors.SafetensorsFile.Write(path, [("weight", tensor)]);
        Assert.Contains("holds no vectors", Assert.Throws<InputException>(() => VectorsFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_network_starts_from_the_vectors_it_finds_scaled_as_a_whole_and_draws_the_rest(string family)
    {
        var recipe = Model(family) with { Vectors = "v" };
        string[] vocabulary = ["[PAD]", "[UNK]", "cat", "DOG", "zzz"];
        var plain = new StaticVectors(["cat", "dog"], 4, [1, 2, 3, 4, 4, 0, 2, 1], null, [], lowercase: true);
        var start = VectorStart.Of(plain, vocabulary);
        Assert.Equal((5, 1, 1, 3), (start.Tokens, start.Count(VectorOrigin.Word), start.Count(VectorOrigin.LowerCase), start.Count(VectorOrigin.None)));

        using var model = ModelFactory.Create(recipe, Shape(start), seed: 3);
        using var fresh = ModelFactory.Create(Model(family), Shape(start), seed: 3);
        var (table, drawn) = (Table(model), Table(fresh));
        var scale = table[8] / 1f;
        Assert.Equal([1, 2, 3, 4, 4, 0, 2, 1], table[8..16].Select(v => MathF.Round(v / scale, 4)));
        Assert.Equal(Math.Sqrt(drawn.Average(v => v * v)), Math.Sqrt(table[8..16].Average(v => v * v)), 1e-5);
        Assert.Equal(drawn[..8], table[..8]);
        Assert.Equal(drawn[16..], table[16..]);
        Assert.All(model.named_parameters(), p => Assert.True(p.parameter.requires_grad));
    }

    [Fact]
    public void Frozen_vectors_take_no_gradient()
    {
        var start = VectorStart.Of(new StaticVectors(["cat"], 4, [1, 2, 3, 4], null, [], true), ["[PAD]", "cat"]);
        using var model = ModelFactory.Create(new CnnRecipe { Width = 4, Windows = [2], Filters = 2, Vectors = "v", VectorsFreeze = true }, Shape(start), seed: 3);
        Assert.Equal(["embeddings.word_embeddings.weight"], model.named_parameters().Where(p => !p.parameter.requires_grad).Select(p => p.name));
    }

    [Fact]
    public void Vectors_of_another_width_are_refused_with_both_widths()
    {
        var start = VectorStart.Of(new StaticVectors(["cat"], 4, [1, 2, 3, 4], null, [], true), ["[PAD]", "cat"]);
        var error = Assert.Throws<InputException>(() => ModelFactory.Create(new CnnRecipe { Width = 6, Windows = [2], Filters = 2, Vectors = "v" }, Shape(start), seed: 3));
        Assert.StartsWith("model.width: is 6, but the vectors of 'v' have 4 numbers. Set it to 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_network_does_not_name_the_vectors_it_began_with()
    {
        var start = VectorStart.Of(new StaticVectors(["cat"], 4, [1, 2, 3, 4], null, [], true), ["[PAD]", "cat"]);
        using var model = ModelFactory.Create(new CnnRecipe { Width = 4, Windows = [2], Filters = 2, Vectors = "secret/place" }, Shape(start), seed: 3);
        model.Save(folder);
        Assert.DoesNotContain("secret", File.ReadAllText(Path.Combine(folder, "config.json")), StringComparison.Ordinal);
        using var loaded = ModelFactory.Load(folder);
        Assert.Equal(Table(model), Table(loaded));
    }

    public static TheoryData<string> Families => ["mlp", "cnn", "rnn", "transformer"];

    private static ModelRecipe Model(string family) => family switch
    {
        "mlp" => new MlpRecipe { Width = 4, Hidden = [3] },
        "cnn" => new CnnRecipe { Width = 4, Windows = [2], Filters = 2 },
        "rnn" => new RnnRecipe { Width = 4, Hidden = 3 },
        _ => new TransformerRecipe { Width = 4, Layers = 1, Heads = 2 },
    };

    private static ModelShape Shape(VectorStart start) => new()
    {
        VocabularySize = start.Tokens, MaxLength = 8, Outputs = 2, Target = "label", Vectors = new Dictionary<string, VectorStart> { ["v"] = start },
    };

    private static float[] Table(TextModel model) => model.named_parameters().First(p => p.name == model.EmbeddingNames[0]).parameter.data<float>().ToArray();

    /// <summary>A bucket's row is (bucket + 1, 0), so that sums say which buckets were added.</summary>
    private static StaticVectors Vectors() => new(["[UNK]", "cat"], 2, [0, 0, 1, 2], new(3, 6, 50), [.. Enumerable.Range(0, 50).SelectMany(b => (float[])[b + 1, 0])], lowercase: true);

    /// <summary>The n-grams themselves, found back by their hashes.</summary>
    private static string[] Grams(string word, int shortest, int longest)
    {
        const int Many = 8_000_000;
        string[] symbols = ["<", .. word.EnumerateRunes().Select(r => r.ToString()), ">"];
        var all = from start in Enumerable.Range(0, symbols.Length) from length in Enumerable.Range(1, symbols.Length - start) select string.Concat(symbols.Skip(start).Take(length));
        return [.. new NgramBuckets(shortest, longest, Many).Of(word).Select(b => all.First(g => Hash(g) == b))];

        static int Hash(string text)
        {
            ulong hash = 2166136261;
            foreach (var value in System.Text.Encoding.UTF8.GetBytes(text)) hash = (hash ^ value) * 16777619 % 4294967296;
            return (int)(hash % Many);
        }
    }
}
