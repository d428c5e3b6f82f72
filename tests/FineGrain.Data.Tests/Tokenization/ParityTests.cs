using FineGrain.Core.Recipes;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Tests.Tokenization;

/// <summary>Identical ids and offsets with the npm package @huggingface/tokenizers on 22,000 lines; see tests/golden.</summary>
public sealed class ParityTests
{
    [Fact]
    public void Own_vocabulary_encodes_as_Hugging_Face_does() => Compare("own-wordpiece", Tokenizer.Load(Path.Combine(Golden.Folder, "own-wordpiece.json")));

    [Theory]
    [InlineData("bert-base-uncased-en", "tokenizers/bert-base-uncased-en")]
    [InlineData("bert-base-chinese", "tokenizers/bert-base-chinese")]
    [InlineData("stories260K", "stories260K")]
    public void Pretrained_vocabularies_encode_as_Hugging_Face_does(string name, string folder)
    {
        var tokenizer = Pretrained(folder);
        Compare(name, tokenizer);
        Compare(name, Tokenizer.Parse(tokenizer.ToJson()));
    }

    [Theory]
    [InlineData("tokenizers/bert-base-uncased-en")]
    public void A_vocab_txt_encodes_as_its_tokenizer_json(string folder)
    {
        var json = Pretrained(folder);
        var text = Tokenizer.Load(Path.Combine(Golden.Weights!, folder, "vocab.txt"));
        foreach (var line in Golden.Lines) Assert.Equal(json.Encode(line).Ids, text.Encode(line).Ids);
    }

    [Fact]
    public void Own_vocabulary_is_what_the_trainer_makes_of_the_samples()
    {
        var path = Path.Combine(Golden.Folder, "own-wordpiece.json");
        var trained = TokenizerTrainer.Train(new TokenizerRecipe { Kind = "wordpiece", VocabularySize = 3000, StripAccents = true }, Golden.Samples("*.train.jsonl")).ToJson() + "\n";
        // Accept a wanted change with FINEGRAIN_ACCEPT=1, then run make-golden.mjs again.
        if (Environment.GetEnvironmentVariable("FINEGRAIN_ACCEPT") == "1") File.WriteAllText(path, trained);
        Assert.Equal(File.ReadAllText(path), trained);
    }

    private static Tokenizer Pretrained(string folder)
    {
        Assert.SkipUnless(Golden.Weights is { } weights && Directory.Exists(Path.Combine(weights, folder)),
            $"the pretrained vocabulary {folder} is not here; it is looked for in shared/weights beside a parent folder or beside FINEGRAIN_DATA");
        return Tokenizer.Load(Path.Combine(Golden.Weights!, folder));
    }

    private static void Compare(string name, Tokenizer tokenizer)
    {
        var golden = Golden.Read(name);
        foreach (var entry in golden.GetProperty("detail").EnumerateArray())
        {
            var line = Golden.Lines[entry[0].GetInt32()];
            var encoding = tokenizer.Encode(line, options: new() { SpecialTokens = false });
            Assert.Equal(entry[1].EnumerateArray().Select(n => n.GetInt32()), encoding.Ids);
            Assert.Equal(entry[2].EnumerateArray().Select(n => n.GetInt32()), encoding.Offsets.SelectMany(o => new[] { o.Start, o.End }));
        }
        uint[] ids = Golden.Hashes(golden, "ids"), offsets = Golden.Hashes(golden, "offsets");
        Assert.Equal(Golden.Lines.Length, ids.Length);
        var different = new List<string>();
        for (var i = 0; i < ids.Length; i++)
        {
            var encoding = tokenizer.Encode(Golden.Lines[i], options: new() { SpecialTokens = false });
            if (Golden.Hash(encoding.Ids) != ids[i]) different.Add($"line {i}, ids: {Golden.Escape(Golden.Lines[i])} -> {Golden.Escape(string.Join(' ', encoding.Tokens))}");
            else if (Golden.Hash(encoding.Offsets.SelectMany(o => new[] { o.Start, o.End })) != offsets[i]) different.Add($"line {i}, offsets: {Golden.Escape(Golden.Lines[i])} -> {string.Join(' ', encoding.Offsets)}");
        }
        Assert.True(different.Count == 0, $"{name}: {different.Count} of {ids.Length} lines differ\n{string.Join('\n', different.Take(20))}");
    }
}
