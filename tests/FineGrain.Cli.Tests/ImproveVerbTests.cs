using System.Text.Json;
using FineGrain.Core;
using FineGrain.Data.Reading;
using FineGrain.Feedback.Gate;
using FineGrain.Feedback.Improving;

namespace FineGrain.Cli.Tests;

public sealed class ImproveVerbTests(ImprovedRun run) : IClassFixture<ImprovedRun>
{
    [Fact]
    public void Flipped_labels_are_named_first_and_mended_and_the_champion_answers()
    {
        Assert.True(run.Session.Code == 0, run.Session.Errors);
        var log = Log(run.Out);
        Assert.Equal("label-noise: positive given as negative", log.First(e => e.Step == "cause").Cause);
        var promoted = log.First(e => e.Step == "promote");
        Assert.Equal("label-noise: positive given as negative", promoted.Cause);
        var gate = new ModelGate(run.Out);
        Assert.True(gate.Champion > 1, run.Session.Output);
        Assert.Contains($"champion {gate.FolderOf(gate.Champion)}", run.Session.Output, StringComparison.Ordinal);
        var answer = Session.Run("predict", gate.FolderOf(gate.Champion), "a great and lovely story");
        Assert.Equal(["positive"], JsonSerializer.Deserialize(answer.Output.Trim(), CoreJson.Line.Prediction)!.Labels);
    }

    [Fact]
    public void A_stopped_loop_comes_to_the_same_end()
    {
        var folder = run.At("stopped");
        var stopped = Session.RunStoppedAt("cause  ", "improve", run.Recipe, "--out", folder);
        Assert.Equal(130, stopped.Code);
        Assert.Contains("Go on with the same command", stopped.Errors, StringComparison.Ordinal);
        var done = Session.Run("improve", run.Recipe, "--out", folder);
        Assert.True(done.Code == 0, done.Errors);
        Assert.Contains("goes on after", done.Output, StringComparison.Ordinal);
        Assert.Equal(Decisions(run.Out), Decisions(folder));
    }

    [Fact]
    public void After_a_rollback_the_loop_goes_on_from_the_champion_that_stands()
    {
        var folder = run.Copy("rolled");
        var taken = Log(folder).Where(e => e.Step == "promote").Select(e => e.Patch).ToList();
        var rolled = Session.Run("rollback", folder, "1", "--reason", "wrong on names");
        Assert.Contains("wrong on names", rolled.Output, StringComparison.Ordinal);
        Assert.Contains($"champion 1: {new ModelGate(folder).FolderOf(1)}", rolled.Output, StringComparison.Ordinal);
        var before = Log(folder).Count;
        var again = Session.Run("improve", run.Recipe, "--out", folder);
        Assert.True(again.Code == 0, again.Errors);
        var later = Log(folder).Skip(before).ToList();
        Assert.Equal(new ModelGate(folder).EntryOf(1).Version, later[0].Version);
        Assert.DoesNotContain(later, e => e.Step is "promote" or "reject" && taken.Contains(e.Patch));
        Assert.Contains("has no champion 99", Session.Run("rollback", folder, "99").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_time_the_first_training_stops_and_says_how_to_go_on()
    {
        var session = Session.Run("improve", run.Recipe, "--out", run.At("short"), "--budget", "0s");
        Assert.True(session.Code == 0, session.Errors);
        Assert.Contains("the time is up", session.Output, StringComparison.Ordinal);
        Assert.Contains("no champion yet", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_training_data_in_the_same_folder_are_refused()
    {
        var session = Session.Run("improve", run.Recipe, "--out", run.Copy("other"), "--set", "data.train=[{path: dev.jsonl, format: examples}]");
        Assert.Equal(1, session.Code);
        Assert.Contains("no longer what this folder began with", session.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Shifted_borders_of_aspects_are_named_first_and_scores_count_aspects()
    {
        var random = new Random(4);
        ExampleFile.Write(run.At("aspects.jsonl"), Names(240, 1).Select(e => random.NextDouble() < 0.12 ? e with { Aspects = [e.Aspects[0] with { Start = e.Text.IndexOf(' ', e.Aspects[0].Start) + 1 }] } : e));
        ExampleFile.Write(run.At("aspects-dev.jsonl"), Names(160, 2));
        File.WriteAllText(run.At("aspects.yaml"), """
            name: shifted
            task: spans
            data:
              train: [{path: aspects.jsonl, format: examples}]
              dev: [{path: aspects-dev.jsonl, format: examples}]
            tokenizer: {kind: word, special_tokens: false, max_length: 24}
            spans: {head: softmax, layer: aspects}
            model: {family: rnn, cell: gru, width: 16, hidden: 16}
            training: {seeds: [1], epochs: 4, batch_size: 8, threads: 1, optimizer: {learning_rate: 0.02}}
            """);
        var session = Session.RunStoppedAt("cause  ", "improve", run.At("aspects.yaml"), "--out", run.At("aspects"), "--budget", "5m");
        Assert.True(session.Code == 130, session.Errors);
        var log = Log(run.At("aspects"));
        Assert.Equal("span-borders: borders of spans differ", log.First(e => e.Step == "cause").Cause);
        Assert.InRange(log.First(e => e.Step == "measure").Score!.Value, 0.3, 1);
        var gate = new ModelGate(run.At("aspects"));
        var answer = Session.Run("predict", gate.FolderOf(gate.Champion), "we heard that Ann Lee left early");
        Assert.Equal("Ann Lee", Assert.Single(JsonSerializer.Deserialize(answer.Output.Trim(), CoreJson.Line.Prediction)!.Spans!).Slice("we heard that Ann Lee left early"));
    }

    [Fact]
    public void A_task_without_causes_is_refused()
    {
        File.WriteAllText(run.At("number.yaml"), "name: n\ntask: classify\ntarget: number\ndata: {train: [{path: train.jsonl, format: examples}]}\nmodel: {family: mlp}\n");
        Assert.Contains("improve works on task classify with target label and on task spans", Session.Run("improve", run.At("number.yaml")).Errors, StringComparison.Ordinal);
    }

    private static IReadOnlyList<ImproveEntry> Log(string folder) => new ImproveLog(Path.Combine(folder, "improve.jsonl")).Entries;

    private static IEnumerable<string> Decisions(string folder) => Log(folder).Where(e => e.Step is "promote" or "reject").Select(e => $"{e.Round} {e.Step} {e.Patch} {e.Version}");

    /// <summary>Sentences with one person or firm, marked as an aspect.</summary>
    private static List<Example> Names(int count, int seed)
    {
        var random = new Random(seed);
        string[] first = ["Ann", "Bob", "Carl", "Dora"], last = ["Lee", "Smith", "Jones", "Maier"], firm = ["Acme", "Globex", "Stark", "Wayne"], kind = ["Inc", "Group"];
        string[] before = ["yesterday", "the report says", "in May", "we heard that"], after = ["sold shares", "left early", "won the case", "said nothing"];
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var person = random.Next(2) == 0;
            var name = person ? $"{first[random.Next(4)]} {last[random.Next(4)]}" : $"{firm[random.Next(4)]} {last[random.Next(4)]} {kind[random.Next(2)]}";
            var start = before[random.Next(4)] + " ";
            return new Example { Id = $"{seed}-{i}", Text = $"{start}{name} {after[random.Next(4)]} {i}", Aspects = [new(start.Length, start.Length + name.Length, person ? "positive" : "negative")] };
        })];
    }
}
