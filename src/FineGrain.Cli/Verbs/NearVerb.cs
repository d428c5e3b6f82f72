using System.CommandLine;
using System.Globalization;
using FineGrain.Cli.Pipeline;
using FineGrain.Cli.Terminals;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain near</c>: the neighbours of words among pretrained vectors.</summary>
internal static class NearVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("near", "Shows the nearest neighbours of words among the vectors of 'finegrain pretrain' or of a model, by cosine.",
            "finegrain near out/pretrain-en germany monday\nfinegrain near out/pretrain-zh 北 --count 5");
        var folder = new Argument<string>("vectors") { Description = "Folder of a pretraining, or of a model with a token table." };
        var words = new Argument<string[]>("words") { Description = "Words, or characters of character vectors.", Arity = ArgumentArity.OneOrMore };
        var count = new Option<int>("--count", "-n") { Description = "Neighbours of each word.", HelpName = "N", DefaultValueFactory = _ => 10 };
        verb.Add(folder);
        verb.Add(words);
        verb.Add(count);
        verb.SetAction(parse =>
        {
            var vectors = ModelVectors.Vectors(parse.GetRequiredValue(folder));
            foreach (var word in parse.GetRequiredValue(words))
                terminal.Out.WriteLine($"{word}: {string.Join(", ", vectors.Nearest(word, parse.GetValue(count)).Select(n => string.Create(CultureInfo.InvariantCulture, $"{n.Token} {n.Cosine:0.00}")))}");
            return ExitCode.Done;
        });
        return verb;
    }
}
