using System.CommandLine;
using System.Globalization;
using FineGrain.Cli.Pipeline;
using FineGrain.Cli.Terminals;
using FineGrain.Core.Recipes;
using FineGrain.Data.Recipes;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain pretrain</c>: static vectors or a whole encoder from the unlabelled side of training data.</summary>
internal static class PretrainVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("pretrain", "Learns word or character vectors, or a whole encoder, from the texts of training files, for recipes that start from them.",
            "finegrain pretrain recipes/pretrain-en.yaml\nfinegrain pretrain recipes/pretrain-en.yaml --set vectors.epochs=5 --out out/vectors-en\nfinegrain pretrain recipes/pretrain-encoder-zh.yaml --resume");
        var recipe = Verb.Recipe();
        var set = Verb.Set();
        var output = new Option<string>("--out", "-o") { Description = "Folder of what is learned; out/NAME by default.", HelpName = "DIR" };
        var resume = new Option<bool>("--resume") { Description = "Go on where a stopped run left off; the result is the same, byte by byte." };
        verb.Add(recipe);
        verb.Add(set);
        verb.Add(output);
        verb.Add(resume);
        verb.SetAction(parse =>
        {
            var path = parse.GetRequiredValue(recipe);
            var bound = YamlRecipe.LoadPretrain(path, parse.GetValue(set));
            var folder = parse.GetValue(output) ?? Path.Combine("out", bound.Recipe.Name);
            var display = terminal.Display();
            if (!parse.GetValue(resume) && File.Exists(Pretraining.Checkpoint(folder))) File.Delete(Pretraining.Checkpoint(folder));
            try
            {
                var manifest = Pretraining.Run(bound.Recipe, Path.GetDirectoryName(Path.GetFullPath(path))!, folder, display, terminal.Stop);
                display.Say(string.Create(CultureInfo.InvariantCulture, $"vectors {folder}  ({manifest.Vocabulary:#,0} tokens, {manifest.Width} numbers, loss {manifest.Loss:0.0000})"));
                display.Say($"look    finegrain near {folder} WORD\nuse     model: {{{(bound.Recipe is EncoderPretrainRecipe ? "encoder" : "vectors")}: {folder}}}  in a recipe, relative to it");
            }
            catch (OperationCanceledException)
            {
                terminal.Error.WriteLine($"Stopped; the state is kept in {folder}. Go on with the same command and --resume.");
                return ExitCode.Stopped;
            }
            return ExitCode.Done;
        });
        return verb;
    }
}
