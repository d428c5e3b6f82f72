using System.Text.Json;
using FineGrain.Core.Recipes;
using FineGrain.Models.HuggingFace;
using static TorchSharp.torch;

namespace FineGrain.Models.Tests.HuggingFace;

/// <summary>The checkpoints and golden numbers of tests/oracles/pretrained_checkpoints.py.</summary>
internal sealed record TinyCheckpoint(string Folder, long[][] InputIds, long[][] AttentionMask, long[][] TokenTypeIds, float[][][] States, float[][] Logits)
{
    public const int Vocabulary = 31, Longest = 9, Outputs = 5;

    public static TheoryData<string> All => ["bert", "roberta", "distilbert", "electra", "albert"];

    public static string FolderOf(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", "Checkpoints", name);

    public static TinyCheckpoint Read(string name)
    {
        var folder = FolderOf(name);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "golden.json")));
        var root = json.RootElement;
        return new(folder, Whole(root.GetProperty("input_ids")), Whole(root.GetProperty("attention_mask")), Whole(root.GetProperty("token_type_ids")),
            [.. root.GetProperty("states").EnumerateArray().Select(Numbers)], Numbers(root.GetProperty("logits")));
    }

    /// <summary>The golden batch; belongs to the current dispose scope.</summary>
    public ModelInput Input() => new(Matrix(InputIds), Matrix(AttentionMask), Matrix(TokenTypeIds));

    /// <summary>One row of it without padding.</summary>
    public ModelInput Row(int row)
    {
        var length = (int)AttentionMask[row].Sum();
        return new(Matrix([InputIds[row][..length]]), Matrix([AttentionMask[row][..length]]), Matrix([TokenTypeIds[row][..length]]));
    }

    public static PretrainedModel Open(string folder, string pooling = "auto", int outputs = Outputs, int vocabulary = Vocabulary, int maxLength = Longest, double dropout = -1, int seed = 3)
    {
        var model = (PretrainedModel)ModelFactory.Create(new PretrainedRecipe { Checkpoint = folder, Pooling = pooling, Dropout = dropout },
            new ModelShape { VocabularySize = vocabulary, MaxLength = maxLength, Outputs = outputs, Target = "label" }, seed);
        model.eval();
        return model;
    }

    /// <summary>A copy whose files a test may change.</summary>
    public static string Copy(string name)
    {
        var copy = Directory.CreateTempSubdirectory($"{name}-").FullName;
        foreach (var file in Directory.GetFiles(FolderOf(name))) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    private static Tensor Matrix(long[][] rows) => tensor([.. rows.SelectMany(r => r)], [rows.Length, rows[0].Length]);

    private static long[][] Whole(JsonElement rows) => [.. rows.EnumerateArray().Select(r => r.EnumerateArray().Select(v => v.GetInt64()).ToArray())];

    private static float[][] Numbers(JsonElement rows) => [.. rows.EnumerateArray().Select(r => r.EnumerateArray().Select(v => v.GetSingle()).ToArray())];
}
