using System.Text.Json;
using System.Text.Json.Nodes;
using FineGrain.Core;
using FineGrain.Models.Safetensors;

namespace FineGrain.Cli.Tests;

/// <summary>From a checkpoint in Hugging Face layout, with a vocab.txt beside its weights, to answers.</summary>
public sealed class PretrainedRunTests
{
    private readonly TinyRun tiny;

    public PretrainedRunTests(TinyRun tiny)
    {
        this.tiny = tiny;
        var checkpoint = Directory.CreateDirectory(tiny.At("bert")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Checkpoints", "bert"))) File.Copy(file, Path.Combine(checkpoint, Path.GetFileName(file)), overwrite: true);
        File.WriteAllLines(Path.Combine(checkpoint, "vocab.txt"), ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ",", "good", "great", "lovely", "fine", "bad", "awful", "poor", "dull", "film", "room", "meal", "book", "phone", "song"]);
    }

    [Fact]
    public void A_checkpoint_is_trained_exported_under_its_names_and_answers()
    {
        var recipe = Recipe("pretrained.yaml", "{family: pretrained, checkpoint: bert, dropout: 0}", """, layer_decay: 0.9, groups: [{match: "network.embeddings.*", freeze: true}]""");
        var session = Session.Run("run", recipe, "--out", tiny.At("pretrained"));
        Assert.True(session.Code == 0, session.Errors + session.Output);
        Assert.Contains("20 checkpoint tokens", session.Output, StringComparison.Ordinal);
        Assert.Contains("taken from the checkpoint (bert)", session.Output, StringComparison.Ordinal);
        Assert.Contains("2 start anew: classifier.weight, classifier.bias", session.Output, StringComparison.Ordinal);
        Assert.Contains("have no place here: ", session.Output, StringComparison.Ordinal);

        var model = tiny.At("pretrained/model");
        Assert.Equal("bert", (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(model, "config.json")))!["model_type"]);
        using (var before = SafetensorsReader.Open(tiny.At("bert/model.safetensors")))
        using (var after = SafetensorsReader.Open(Path.Combine(model, "model.safetensors")))
        {
            Assert.Equal(Values(before, "embeddings.word_embeddings.weight"), Values(after, "embeddings.word_embeddings.weight"));
            Assert.NotEqual(Values(before, "encoder.layer.0.attention.self.query.weight"), Values(after, "encoder.layer.0.attention.self.query.weight"));
        }
        var answers = Session.Run("predict", model, "lovely room", "poor song").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize(line, CoreJson.Line.Prediction)!.Label());
        Assert.Equal(["positive", "negative"], answers);
    }

    [Fact]
    public void A_checkpoint_can_be_a_member_of_an_ensemble()
    {
        var recipe = Recipe("ensemble.yaml", "{family: ensemble, members: [{family: pretrained, checkpoint: bert}, {family: mlp, width: 8, hidden: []}]}", "");
        var session = Session.Run("run", recipe, "--out", tiny.At("ensemble"), "--set", "training.epochs=1");
        Assert.True(session.Code == 0, session.Errors + session.Output);
        Assert.Contains("taken from the checkpoint (bert)", session.Output, StringComparison.Ordinal);
        Assert.Equal(0, Session.Run("predict", tiny.At("ensemble/model"), "lovely room").Code);
    }

    [Fact]
    public void Inputs_longer_than_the_positions_of_the_checkpoint_are_refused_at_their_place_in_the_recipe()
    {
        var recipe = Recipe("long.yaml", "{family: pretrained, checkpoint: bert}", "");
        var session = Session.Run("run", recipe, "--out", tiny.At("long"), "--set", "tokenizer.max_length=10");
        Assert.Equal(1, session.Code);
        Assert.Equal($"--set: 'tokenizer.max_length' is 10, but the checkpoint in {tiny.At("bert")} has positions for 9 tokens. Set it to at most 9.\n", session.Errors);
    }

    private string Recipe(string name, string model, string training)
    {
        File.WriteAllText(tiny.At(name), $$$"""
            name: {{{Path.GetFileNameWithoutExtension(name)}}}
            data: {train: [{path: data.csv}], split: {dev: 0.25, test: 0.25}}
            tokenizer: {max_length: 9}
            model: {{{model}}}
            training: {epochs: 20, batch_size: 8, threads: 1, optimizer: {learning_rate: 0.01}{{{training}}} }
            """);
        return tiny.At(name);
    }

    /// <summary>Bytes of a tensor under its published name, with or without the architecture's prefix.</summary>
    private static byte[] Values(SafetensorsReader reader, string name) => reader.ReadBytes(reader.Entries.Single(e => e.Name == name || e.Name == "bert." + name));
}
