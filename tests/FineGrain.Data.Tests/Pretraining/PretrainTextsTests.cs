using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Pretraining;

namespace FineGrain.Data.Tests.Pretraining;

public sealed class PretrainTextsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Texts_that_stand_in_a_held_out_file_or_stood_before_are_left_out_and_counted()
    {
        folder.Write("a.txt", "One fish.\nTwo fish.\nOne fish.\n");
        folder.Write("b.tsv", "label\ttext\n1\tTwo  fish\n0\tRed fish\n1\tBlue fish\n");
        folder.Write("test.txt", "ONE FISH\nBlue fish!\n");
        var texts = Read(new VectorPretrainRecipe
        {
            Sources = [new() { Path = "a.txt", Format = "text" }, new() { Path = "b.tsv" }],
            HeldOut = [new() { Path = "test.txt", Format = "text" }],
        });
        Assert.Equal(["Two fish.", "Red fish"], texts.Texts);
        Assert.Equal([new SourceCount("a.txt", 3, 2, 0), new SourceCount("b.tsv", 3, 1, 1)], texts.Sources);
        Assert.Equal(2, texts.HeldOutTexts);
    }

    [Fact]
    public void Repetitions_stay_when_the_recipe_keeps_them()
    {
        folder.Write("a.txt", "One fish.\nOne fish.\n");
        Assert.Equal(2, Read(new VectorPretrainRecipe { Sources = [new() { Path = "a.txt", Format = "text" }], Duplicates = "keep" }).Texts.Count);
    }

    [Fact]
    public void Text_and_pair_are_two_texts_and_a_list_of_sentences_is_one()
    {
        folder.Write("a.jsonl", """
            {"body": "a mail", "subject": "its subject"}
            {"body": ["First sentence.", "Second one."], "subject": "x"}
            """);
        Assert.Equal(["a mail", "its subject", "First sentence.\nSecond one.", "x"], Read(new VectorPretrainRecipe { Sources = [new() { Path = "a.jsonl", Text = "body", Pair = "subject" }], Clean = new() { ControlCharacters = false } }).Texts);
    }

    [Fact]
    public void One_JSON_document_gives_a_text_for_each_match_of_its_path()
    {
        folder.Write("squad.json", """{"data": [{"paragraphs": [{"context": "A", "qas": [{"question": "q1"}, {"question": "q2"}]}, {"context": "B", "qas": []}]}, {"paragraphs": [{"context": "C", "qas": []}]}]}""");
        Assert.Equal(["A", "B", "C"], Read(new VectorPretrainRecipe { Sources = [new() { Path = "squad.json", Format = "json", Text = "data[].paragraphs[].context" }] }).Texts);
        Assert.Equal(["q1", "q2"], Read(new VectorPretrainRecipe { Sources = [new() { Path = "squad.json", Format = "json", Text = "data[].paragraphs[].qas[].question" }] }).Texts);
    }

    [Fact]
    public void A_path_that_matches_nothing_names_the_path()
    {
        folder.Write("squad.json", """{"data": []}""");
        var error = Assert.Throws<InputException>(() => Read(new VectorPretrainRecipe { Sources = [new() { Path = "squad.json", Format = "json", Text = "data[].context" }] }));
        Assert.StartsWith("squad.json: nothing stands at 'data[].context'.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_of_tags_do_not_matter()
    {
        folder.Write("a.conll", "EU B-ORG\nsays I-PER\n\nPeter I-PER\n");
        Assert.Equal(["EU says", "Peter"], Read(new VectorPretrainRecipe { Sources = [new() { Path = "a.conll", Scheme = "iob2", Joiner = "space" }] }).Texts);
    }

    [Fact]
    public void Nothing_left_is_an_error()
    {
        folder.Write("a.txt", "One fish.\n");
        SourceRecipe source = new() { Path = "a.txt", Format = "text" };
        Assert.StartsWith("sources: no text is left", Assert.Throws<InputException>(() => Read(new VectorPretrainRecipe { Sources = [source], HeldOut = [source] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_of_all_texts_stand_one_after_the_other()
    {
        var tokens = TokenizedTexts.Of(new() { Kind = "word", MaxLength = 4 }, ["one fish two fish red fish", "", "Fish!"]);
        Assert.Equal([0, 6, 6, 8], tokens.Starts);
        Assert.Equal(["one", "fish", "two", "fish", "red", "fish", "fish", "!"], tokens.Ids.Select(id => tokens.Tokens[id]));
        Assert.Equal("fish", tokens.Tokens[5]);
    }

    private PretrainTexts Read(PretrainRecipe recipe) => PretrainTexts.Read(recipe, folder.Path);
}
