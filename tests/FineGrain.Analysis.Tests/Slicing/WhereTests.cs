using FineGrain.Analysis.Slicing;
using FineGrain.Core;

namespace FineGrain.Analysis.Tests.Slicing;

public sealed class WhereTests
{
    private static readonly SliceAnalysis Analysis = new(
    [
        Row("1", "It is not good", "negative", "positive", "web", "4.5"),
        Row("2", "房间不错，但是很吵!", "negative", "negative", "app", ""),
        Row("3", "It's \"fine\" & 'ok' 100%", "positive", "positive", "web", "2"),
        Row("4", "butter", "positive", "negative", "", "10"),
    ], null, new());

    private static Prediction Row(string id, string text, string gold, string answer, string source, string price) => new()
    {
        Id = id, Text = text, Gold = [gold], Labels = [answer], Fields = new Dictionary<string, string> { ["source"] = source, ["price"] = price, ["my col"] = id, ["length"] = "x" },
    };

    [Theory]
    [InlineData("length > 9", "1 2 3")]
    [InlineData("length>9 and not numbers", "1 2")]
    [InlineData("negation or gold == positive", "1 2 3 4")]
    [InlineData("negation and gold == positive or source = app", "2")]
    [InlineData("negation and (gold == positive or source = web)", "1")]
    [InlineData("not (negation or numbers)", "4")]
    [InlineData("not negation and not numbers", "4")]
    [InlineData("source in (app, 'web')", "1 2 3")]
    [InlineData("source == ''", "4")]
    [InlineData("price >= 4.5", "1 4")]
    [InlineData("price != 2", "1 4")]
    [InlineData("price == -1", "")]
    [InlineData("text contains 'GOOD'", "1")]
    [InlineData("text contains \"但是\"", "2")]
    [InlineData("text has but", "")]
    [InlineData("text has butter", "4")]
    [InlineData("text has 但是", "2")]
    [InlineData("text matches '^It'", "1 3")]
    [InlineData("text contains '\\'ok\\''", "3")]
    [InlineData("text contains \"\\\"fine\\\"\"", "3")]
    [InlineData("column.'my col' == 3", "3")]
    [InlineData("column.price < 5", "1 3")]
    [InlineData("column.length == x", "1 2 3 4")]
    [InlineData("correct == no", "1 4")]
    [InlineData("correct", "2 3")]
    [InlineData("id in (2, 4)", "2 4")]
    [InlineData("language == zh", "2")]
    public void Expressions_select(string expression, string ids) => Assert.Equal(ids, string.Join(' ', Analysis.Examples(expression).Select(j => j.Prediction.Id)));

    [Theory]
    [InlineData("", "where:1: the expression is empty")]
    [InlineData("lenght > 3", "where:1: property 'lenght' is unknown for these predictions. Did you mean 'length'?")]
    [InlineData("length > ", "where:10: a value of 'length' is expected, found the end")]
    [InlineData("length > long", "where:10: 'length' is a number; it cannot be compared with 'long'")]
    [InlineData("length > 3 negation", "where:12: 'and', 'or' or the end is expected, found 'negation'")]
    [InlineData("(length > 3", "where:12: ')' is expected for the bracket at column 1, found the end")]
    [InlineData("gold == postive", "where:9: no example has gold 'postive'. Did you mean 'positive'?")]
    [InlineData("gold > positive", "where:6: '>' is for numbers; 'gold' is a text")]
    [InlineData("gold", "where:5: 'gold' is a text and needs a comparison")]
    [InlineData("negation == maybe", "where:10: 'negation' is yes or no")]
    [InlineData("text contains 'abc", "where:15: the text that starts with ' has no end")]
    [InlineData("text matches '('", "where:14: '(' is no regular expression")]
    [InlineData("text has 'two words'", "where:10: 'two words' is not one word")]
    [InlineData("length contains 3", "where:17: 'contains' is for texts; 'length' is a number")]
    [InlineData("source in app", "where:11: '(' is expected after 'in', found 'app'")]
    [InlineData("source in (app web)", "where:16: ',' or ')' is expected, found 'web'")]
    [InlineData("length > 3 & negation", "where:12: '&' cannot stand in an expression")]
    [InlineData("unseen > 0.5", "where:1: property 'unseen' is unknown for these predictions. It needs the training data: name them with --train.")]
    public void Wrong_expressions_say_where_and_what_is_allowed(string expression, string message) =>
        Assert.StartsWith(message, Assert.Throws<InputException>(() => Analysis.Where(expression)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_pattern_that_never_ends_is_stopped()
    {
        var slow = new SliceAnalysis([Row("1", new string('a', 40) + "!", "x", "x", "", "")], null, new());
        Assert.Contains("simpler", Assert.Throws<InputException>(() => slow.Where("text matches '^(a+)+$'")).Message, StringComparison.Ordinal);
    }
}
