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

    [Fact]
    public void A_damaged_model_folder_says_which_file_is_wrong()
    {
        var copy = tiny.At("damaged");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(tiny.Model)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        File.AppendAllText(Path.Combine(copy, "tokenizer.json"), " ");
        var session = Session.Run("predict", copy, "x");
        Assert.Equal(1, session.Code);
        Assert.Contains("tokenizer.json", session.Errors, StringComparison.Ordinal);
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
