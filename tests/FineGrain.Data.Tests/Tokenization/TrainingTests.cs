using FineGrain.Core.Recipes;
using FineGrain.Data.Tokenization;

namespace FineGrain.Data.Tests.Tokenization;

public sealed class TrainingTests
{
    [Fact]
    public void Word_tokens_split_contractions_and_keep_emoticons_and_Chinese_characters_apart()
    {
        const string text = "I DON'T like it :-) It's 很好!!!";
        var tokenizer = TokenizerTrainer.Train(new TokenizerRecipe { Kind = "word" }, [text]);
        var encoding = tokenizer.Encode(text);
        Assert.Equal(["[CLS]", "i", "do", "n't", "like", "it", ":-)", "it", "'s", "很", "好", "!!!", "[SEP]"], encoding.Tokens);
        Assert.Equal("I|DO|N'T|like|it|:-)|It|'s|很|好|!!!", Slices(text, encoding));
    }

    [Fact]
    public void Character_tokens_are_code_points_and_runs_of_white_space_one_token()
    {
        const string text = " aB\n\n 好😀 ";
        var tokenizer = TokenizerTrainer.Train(new TokenizerRecipe { Kind = "character" }, [text]);
        var encoding = tokenizer.Encode(text);
        Assert.Equal(["[CLS]", "a", "b", " ", "好", "😀", "[SEP]"], encoding.Tokens);
        Assert.Equal("a|B|\n\n |好|😀", Slices(text, encoding));
    }

    [Theory]
    [InlineData("word")]
    [InlineData("character")]
    public void A_saved_tokenizer_reads_back_alike(string kind)
    {
        const string text = "Isn't this caf\u00E9 great? 味道不错。";
        var tokenizer = TokenizerTrainer.Train(new TokenizerRecipe { Kind = kind, StripAccents = true }, [text]);
        var again = Tokenizer.Parse(tokenizer.ToJson());
        Assert.Equal(tokenizer.Encode(text).Ids, again.Encode(text).Ids);
        Assert.Equal(tokenizer.ToJson(), again.ToJson());
    }

    private static string Slices(string text, Encoding encoding) =>
        string.Join('|', encoding.Offsets.Where((_, i) => !encoding.Special[i]).Select(o => o.Slice(text).ToString()));
}
