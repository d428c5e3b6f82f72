using System.Text.Json;
using FineGrain.Core;

namespace FineGrain.Cli.Tests;

public sealed class PredictVerbTests(TinyRun tiny)
{
    [Fact]
    public void Lines_of_standard_input_are_answered_in_their_order()
    {
        string[] texts = ["good film", "", "awful, awful room that goes on and on and on and on", "lovely 👍", "bad"];
        var session = Session.RunWithInput(string.Join('\n', texts) + "\n", "predict", tiny.Model);
        Assert.True(session.Code == 0, session.Errors);
        var answers = Read(session.Output);
        Assert.Equal(texts, answers.Select(a => a.Text));
        Assert.Equal(["1", "2", "3", "4", "5"], answers.Select(a => a.Id));
        Assert.All(answers, a => Assert.Equal(1, a.Probabilities.Values.Sum(), 9));
    }

    [Fact]
    public void Arguments_and_files_get_the_same_answers()
    {
        var arguments = Read(Session.Run("predict", tiny.Model, "good film", "dull book").Output);
        File.WriteAllText(tiny.At("in.jsonl"), "{\"body\":\"good film\",\"stars\":5}\n{\"body\":\"dull book\",\"stars\":1}\n");
        var session = Session.Run("predict", tiny.Model, "--input", tiny.At("in.jsonl"), "--text-column", "body", "--output", tiny.At("out.jsonl"));
        Assert.True(session.Code == 0, session.Errors);
        Assert.Equal("", session.Output);
        var answers = Read(File.ReadAllText(tiny.At("out.jsonl")));
        Assert.Equal(arguments.Select(a => a.Label()), answers.Select(a => a.Label()));
        Assert.Equal("5", answers[0].Fields!["stars"]);
    }

    [Theory]
    [InlineData("csv", "body,stars\n\"good film,\ngood\",5\ndull book,1\n", "stdin:2")]
    [InlineData("tsv", "body\tstars\ngood film,\t5\ndull book\t1\n", "stdin:2")]
    [InlineData("jsonl", "{\"body\":\"good film,\\ngood\",\"stars\":5}\n{\"body\":\"dull book\",\"stars\":1}\n", "stdin:1")]
    public void Standard_input_can_have_columns(string format, string input, string first)
    {
        var session = Session.RunWithInput(input, "predict", tiny.Model, "--input-format", format, "--text-column", "body");
        Assert.True(session.Code == 0, session.Errors);
        var answers = Read(session.Output);
        Assert.Equal((2, first, "dull book"), (answers.Count, answers[0].Id, answers[1].Text));
        Assert.StartsWith("good film,", answers[0].Text, StringComparison.Ordinal);
        Assert.Equal(["5", "1"], answers.Select(a => a.Fields!["stars"]));
    }

    [Fact]
    public void A_bad_row_of_standard_input_is_named_by_its_line()
    {
        var session = Session.RunWithInput("{\"text\":\"good\"}\n[1]\n", "predict", tiny.Model, "--input-format", "jsonl");
        Assert.Equal(1, session.Code);
        Assert.StartsWith("stdin:2: a JSON object is expected on each line, found Array.", session.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_line_of_a_file_gets_an_answer_as_it_stands_as_those_of_standard_input_do()
    {
        string[] texts = ["", "  good film ", " \t ", "bad", ""];
        File.WriteAllText(tiny.At("lines.txt"), string.Join('\n', texts) + "\n");
        var file = Session.Run("predict", tiny.Model, "--input", tiny.At("lines.txt"));
        Assert.True(file.Code == 0, file.Errors);
        var answers = Read(file.Output);
        Assert.Equal(texts, answers.Select(a => a.Text));
        Assert.Equal(["1", "2", "3", "4", "5"], answers.Select(a => a.Id[(a.Id.LastIndexOf(':') + 1)..]));
        var piped = Read(Session.RunWithInput(string.Join('\n', texts) + "\n", "predict", tiny.Model).Output);
        Assert.Equal(texts, piped.Select(a => a.Text));
        Assert.Equal(answers.Select(a => a.Probabilities["positive"]), piped.Select(a => a.Probabilities["positive"]));
    }

    [Fact]
    public void A_line_of_standard_input_that_is_not_utf_8_is_named_and_the_others_are_answered()
    {
        var session = Session.RunWithInput([.. "good film\n"u8, 0xc4, 0xe3, (byte)'\n', .. "bad room\n"u8], "predict", tiny.Model);
        Assert.Equal(1, session.Code);
        Assert.StartsWith("stdin:2: byte 1 of the line 0xC4 is not UTF-8. Convert the file, e.g. 'iconv", session.Errors, StringComparison.Ordinal);
        Assert.Equal([("1", "good film"), ("3", "bad room")], Read(session.Output).Select(a => (a.Id, a.Text)));
    }

    [Theory]
    [InlineData("bad.jsonl", "{\"text\":\"good film\"}\n{\"text\":\n{\"body\":\"x\"}\n{\"text\":\"dull book\"}\n", "bad.jsonl:2: ", "bad.jsonl:3: ")]
    [InlineData("bad.csv", "text,stars\ngood film,5\nx,1,2\ny\ndull book,1\n", "bad.csv:3: ", "bad.csv:4: ")]
    public void Bad_rows_of_a_file_are_named_and_the_rest_is_answered_and_written(string name, string content, params string[] bad)
    {
        File.WriteAllText(tiny.At(name), content);
        var session = Session.Run("predict", tiny.Model, "--input", tiny.At(name), "--output", tiny.At($"{name}.out"));
        Assert.Equal(1, session.Code);
        var errors = session.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(bad.Length, errors.Length);
        for (var i = 0; i < bad.Length; i++) Assert.StartsWith(tiny.At(bad[i]), errors[i], StringComparison.Ordinal);
        Assert.Equal(["good film", "dull book"], Read(File.ReadAllText(tiny.At($"{name}.out"))).Select(a => a.Text));
    }

    [Fact]
    public void Parquet_from_standard_input_is_a_usage_error() => Assert.Equal(2, Session.Run("predict", tiny.Model, "--input-format", "parquet").Code);

    [Fact]
    public void Answers_can_be_shown_in_the_terminal_and_on_a_page()
    {
        var session = Session.Run("predict", tiny.Model, "good film", "--format", "terminal");
        Assert.True(session.Code == 0, session.Errors);
        Assert.Matches("^good film\n  (positive|negative) 0\\.[0-9]{2}\n$", session.Output);
        session = Session.Run("predict", tiny.Model, "good <b>film", "--format", "html", "--output", tiny.At("page.html"));
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("good &lt;b&gt;film</p>", File.ReadAllText(tiny.At("page.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_format_of_spans_is_refused_by_a_model_that_marks_none()
    {
        var session = Session.Run("predict", tiny.Model, "good film", "--format", "conll");
        Assert.Equal(1, session.Code);
        Assert.StartsWith("1: the model marks no spans in a text", session.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Brat_without_a_folder_is_a_usage_error() => Assert.Equal(2, Session.Run("predict", tiny.Model, "good film", "--format", "brat").Code);

    [Theory]
    [InlineData("tokenizer.json")]
    [InlineData("model.onnx")]
    [InlineData("model.safetensors")]
    [InlineData("config.json")]
    public void A_damaged_model_folder_says_which_file_is_wrong(string damaged)
    {
        var copy = tiny.At($"damaged-{damaged}");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(tiny.Model)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        File.AppendAllText(Path.Combine(copy, damaged), " ");
        var session = Session.Run("predict", copy, "x");
        Assert.Equal(1, session.Code);
        Assert.StartsWith($"{Path.Combine(copy, damaged)}: is damaged or was changed", session.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_and_a_file_together_are_a_usage_error()
    {
        var session = Session.Run("predict", tiny.Model, "x", "--input", "y.csv");
        Assert.Equal(2, session.Code);
        Assert.Equal("Give texts or --input, not both.\nSee 'finegrain predict --help'.\n", session.Errors);
    }

    private static List<Prediction> Read(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize(l, CoreJson.Line.Prediction)!)];
}

internal static class Answers
{
    public static string Label(this Prediction prediction) => prediction.Labels.Single();
}
