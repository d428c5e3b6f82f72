using FineGrain.Data.Recipes;

namespace FineGrain.Cli.Tests;

public sealed class OtherVerbTests(TinyRun tiny)
{
    [Fact]
    public void Init_writes_a_recipe_that_binds_and_refuses_to_overwrite_it()
    {
        var recipe = tiny.At("drafted.yaml");
        var session = Session.Run("init", tiny.At("data.csv"), "--output", recipe);
        Assert.True(session.Code == 0, session.Errors);
        var bound = YamlRecipe.Load(recipe).Recipe;
        Assert.Equal(("drafted", "text", "label"), (bound.Name, bound.Data.Train[0].Text, bound.Data.Train[0].Label));
        Assert.Contains("negative (24), positive (24)", File.ReadAllText(recipe), StringComparison.Ordinal);
        var again = Session.Run("init", tiny.At("data.csv"), "--output", recipe);
        Assert.Equal((1, $"{recipe}: is there already. Name another file with --output, or give --force.\n"), (again.Code, again.Errors));
    }

    [Fact]
    public void Init_names_the_nearest_column()
    {
        var session = Session.Run("init", tiny.At("data.csv"), "--text", "txt", "--output", tiny.At("never.yaml"));
        Assert.Equal(1, session.Code);
        Assert.Contains("there is no column 'txt'. Did you mean 'text'? Known: label, text.", session.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_scores_a_model_on_data_and_predictions_alike()
    {
        var model = Session.Run("evaluate", tiny.Model, "--data", tiny.At("data.csv"), "--output", tiny.At("scores.json"));
        Assert.True(model.Code == 0, model.Errors);
        Assert.Contains("accuracy", model.Output, StringComparison.Ordinal);
        Assert.Contains("(48 examples)", model.Output, StringComparison.Ordinal);
        var predictions = Session.Run("evaluate", Path.Combine(tiny.Out, "predictions-test.jsonl"));
        Assert.True(predictions.Code == 0, predictions.Errors);
        Assert.Contains("(12 examples)", predictions.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_asks_for_data_when_it_gets_a_model()
    {
        var session = Session.Run("evaluate", tiny.Model);
        Assert.Equal(1, session.Code);
        Assert.Contains("--data", session.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_does_not_differ_from_itself()
    {
        var session = Session.Run("compare", tiny.Out, tiny.Out);
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("+0.0000 [+0.0000, +0.0000]", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_check_finds_a_leak_and_writes_the_clean_split()
    {
        File.WriteAllText(tiny.At("leaky.csv"), "text,label\n\"good film, good\",positive\nnothing of the kind,negative\n");
        var session = Session.Run("data", "check", tiny.At("data.csv"), tiny.At("leaky.csv"), "--clean", tiny.At("clean"));
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("LEAK  dev: 1 of 2 rows (50.0 %) also stand in train.", session.Output, StringComparison.Ordinal);
        Assert.Contains("nothing of the kind", Assert.Single(File.ReadAllLines(tiny.At("clean/dev.jsonl"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_prepare_writes_the_splits_of_the_recipe()
    {
        var session = Session.Run("data", "prepare", tiny.Recipe, "--out", tiny.At("prepared"));
        Assert.True(session.Code == 0, session.Errors);
        Assert.Equal(48, new[] { "train", "dev", "test" }.Sum(s => File.ReadAllLines(tiny.At($"prepared/data/{s}.jsonl")).Length));
    }

    [Fact]
    public void The_doctor_looks_at_everything_and_says_what_to_do_about_what_is_missing()
    {
        var session = Session.Run("doctor");
        Assert.Equal(0, session.Code);
        foreach (var thing in (string[])["processor", "instructions", "memory", "libstdc++", "ONNX Runtime", "libtorch", "CUDA", "disk", "cache", "public data"])
            Assert.Contains($" {thing} ", session.Output, StringComparison.Ordinal);
        var lines = session.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < lines.Length; i++)
            if (!lines[i].StartsWith("ok", StringComparison.Ordinal) && !lines[i].StartsWith(' ')) Assert.Contains("→", lines[i + 1], StringComparison.Ordinal);
    }

    [Fact]
    public void Pull_takes_a_folder_as_it_is() =>
        Assert.Equal(tiny.Folder + "\n", Session.Run("pull", tiny.Folder).Output);
}
