using System.CommandLine;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Data.Reading;
using FineGrain.Feedback.Patches;
using FineGrain.Feedback.Store;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain patch</c>: small reversible changes of training data and recipe.</summary>
internal static class PatchVerb
{
    public static Verb Create(Terminal terminal) => new("patch", "Makes small reversible files of accepted corrections, new examples, lexicon entries and recipe values, and applies them: each gives a new version of the data, none overwrites anything.",
        "finegrain patch make mend --corrections corrections.jsonl --out mend.json\nfinegrain patch apply mend.json --data train.jsonl --versions versions\nfinegrain patch revert mend --versions versions --version 3f9a")
    {
        Make(terminal),
        Apply(terminal),
        Revert(terminal),
        List(terminal),
    };

    private static Verb Make(Terminal terminal)
    {
        var verb = new Verb("make", "Makes a patch.", "finegrain patch make mend --corrections corrections.jsonl\nfinegrain patch make surer --set evaluation.abstain_below=0.6\nfinegrain patch make words --lexicon words.tsv --out words.json");
        var id = new Argument<string>("id") { Description = "Name of the patch; unique in a chain of versions." };
        var corrections = new Option<string>("--corrections", "-c") { Description = "corrections.jsonl; the accepted ones are taken.", HelpName = "FILE" };
        var store = new Option<string>("--store") { Description = "A store; its accepted corrections are taken.", HelpName = "PLACE" };
        var added = new Option<string>("--add") { Description = "examples.jsonl to bring into the training data.", HelpName = "FILE" };
        var lexicon = new Option<string>("--lexicon") { Description = "Words to bring in as short examples: 'word TAB label' a line, and a weight as third column where wanted.", HelpName = "FILE" };
        var erase = new Option<string>("--erase") { Description = "A word or mark to take out of every training text.", HelpName = "WORD" };
        var set = new Option<string[]>("--set") { Description = "A recipe key and its new value, e.g. data.sampling=over or evaluation.abstain_below=0.6; may be given several times.", HelpName = "KEY=VALUE", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var reason = new Option<string>("--reason") { Description = "Why it should help.", DefaultValueFactory = _ => "" };
        var output = new Option<string>("--out", "-o") { Description = "File to write; ID.json by default.", HelpName = "FILE" };
        verb.Add(id);
        foreach (var option in (Option[])[corrections, store, added, lexicon, erase, set, reason, output]) verb.Add(option);
        verb.SetAction(parse =>
        {
            var name = parse.GetRequiredValue(id);
            var patch = new Patch { Id = name, Kind = "", Reason = parse.GetRequiredValue(reason) };
            if (parse.GetValue(corrections) is { } file) patch = PatchMaking.OfAccepted(name, CorrectionFile.Read(file), patch.Reason);
            else if (parse.GetValue(store) is { } place)
            {
                using var open = CorrectionStore.Open(place);
                patch = PatchMaking.OfAccepted(name, open.All(CorrectionState.Accepted).Select(c => c.Correction), patch.Reason);
            }
            List<Example> more = [.. patch.Added, .. parse.GetValue(added) is { } examples ? ExampleFile.Read(examples) : [], .. parse.GetValue(lexicon) is { } words ? PatchMaking.Lexicon(words) : []];
            RecipeChange[] recipe = [.. parse.GetRequiredValue(set).Select(s => s.IndexOf('=', StringComparison.Ordinal) is var at and > 0 ? new RecipeChange(s[..at], s[(at + 1)..]) : throw new InputException("--set", $"'{s}' is no KEY=VALUE."))];
            patch = patch with
            {
                Added = more, ErasedUnit = parse.GetValue(erase), Recipe = recipe,
                Kind = patch.Kind.Length > 0 ? patch.Kind : parse.GetValue(lexicon) is not null ? "lexicon" : more.Count > 0 ? "augment" : parse.GetValue(erase) is not null ? "erase-unit"
                    : recipe.Any(r => r.Path is "data.sampling" or "data.sampling_strength" or "training.loss.weighting") ? "resample"
                    : recipe.Any(r => r.Path.StartsWith("evaluation.", StringComparison.Ordinal)) ? "threshold" : "recipe",
            };
            if (patch.Corrections.Count + more.Count + recipe.Length == 0 && patch.ErasedUnit is null) throw new InputException($"patch '{name}'", "changes nothing. Give --corrections, --store, --add, --lexicon, --erase or --set.");
            var path = parse.GetValue(output) ?? $"{name}.json";
            PatchFile.Write(path, patch);
            terminal.Out.WriteLine($"{path}: {patch.Kind}, {Contents(patch)}");
            return ExitCode.Done;
        });
        return verb;
    }

    private static Verb Apply(Terminal terminal)
    {
        var verb = new Verb("apply", "Applies patches to a version of the data; the result is a new version.", "finegrain patch apply mend.json --data train.jsonl --versions versions\nfinegrain patch apply words.json --versions versions --version 3f9a");
        var patches = new Argument<string[]>("patches") { Description = "Patch files, in order.", Arity = ArgumentArity.OneOrMore };
        var data = new Option<string>("--data") { Description = "The training data that the first version is made of: a recipe or examples.jsonl.", HelpName = "FILE" };
        var version = new Option<string>("--version") { Description = "The version to start from, or the beginning of its hash.", HelpName = "HASH" };
        var store = new Option<string>("--store") { Description = "Store in which the corrections are marked as applied.", HelpName = "PLACE" };
        var author = new Option<string>("--author") { Description = "Who applies.", DefaultValueFactory = _ => Environment.UserName, HelpName = "NAME" };
        var folder = Folder();
        verb.Add(patches);
        foreach (var option in (Option[])[data, folder, version, store, author]) verb.Add(option);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(data) is null == result.GetValue(version) is null) result.AddError("Give --data (the first version) or --version (a later one).");
        });
        verb.SetAction(parse =>
        {
            var versions = new DataVersions(parse.GetRequiredValue(folder));
            var now = parse.GetValue(version) is { } hash ? versions.Find(hash) : versions.Begin(SuggestVerb.Read(parse.GetValue(data)!, []));
            foreach (var file in parse.GetRequiredValue(patches))
            {
                var patch = PatchFile.Read(file);
                now = versions.Apply(now, patch);
                terminal.Out.WriteLine($"{now.Hash[..12]}  {now.Rows} examples after '{patch.Id}' ({Contents(patch)})");
                if (parse.GetValue(store) is not { } place) continue;
                using var open = CorrectionStore.Open(place);
                var accepted = open.All(CorrectionState.Accepted).Select(c => c.Correction).ToList();
                var ids = patch.Corrections.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
                var texts = patch.Added.Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
                open.MarkApplied(accepted.Where(c => ids.Contains(c.Id) || (c.Old?.Labels is { Count: 0 } && texts.Contains(c.ExampleId))).Select(c => c.Id), now.Hash, parse.GetRequiredValue(author));
            }
            Hint(terminal, versions, now);
            return ExitCode.Done;
        });
        return verb;
    }

    private static Verb Revert(Terminal terminal)
    {
        var verb = new Verb("revert", "Takes one patch of a version back, wherever it stands in the chain; the result is a new version.", "finegrain patch revert mend --versions versions --version 3f9a");
        var id = new Argument<string>("id") { Description = "Name of the patch." };
        var version = new Option<string>("--version") { Description = "The version, or the beginning of its hash.", HelpName = "HASH", Required = true };
        var folder = Folder();
        verb.Add(id);
        verb.Add(folder);
        verb.Add(version);
        verb.SetAction(parse =>
        {
            var versions = new DataVersions(parse.GetRequiredValue(folder));
            var now = versions.Revert(versions.Find(parse.GetRequiredValue(version)), parse.GetRequiredValue(id));
            terminal.Out.WriteLine($"{now.Hash[..12]}  {now.Rows} examples without '{parse.GetRequiredValue(id)}'");
            Hint(terminal, versions, now);
            return ExitCode.Done;
        });
        return verb;
    }

    private static Verb List(Terminal terminal)
    {
        var verb = new Verb("list", "Shows the versions of a folder with their patches.", "finegrain patch list --versions versions");
        var folder = Folder();
        verb.Add(folder);
        verb.SetAction(parse =>
        {
            foreach (var version in new DataVersions(parse.GetRequiredValue(folder)).All.OrderBy(v => v.Patches.Count).ThenBy(v => v.Hash, StringComparer.Ordinal))
                terminal.Out.WriteLine($"{version.Hash[..12]}  {version.Rows} examples  {(version.Patches.Count == 0 ? "as it was read" : string.Join(" → ", version.Patches))}");
            return ExitCode.Done;
        });
        return verb;
    }

    private static Option<string> Folder() => new("--versions") { Description = "Folder of the versions.", HelpName = "DIR", DefaultValueFactory = _ => "versions" };

    private static string Contents(Patch patch) => string.Join(", ", ((string[])
    [
        patch.Corrections.Count > 0 ? $"{patch.Corrections.Count} corrections" : "", patch.Added.Count > 0 ? $"{patch.Added.Count} new examples" : "",
        patch.ErasedUnit is { } unit ? $"'{unit}' erased" : "", patch.Recipe.Count > 0 ? $"{patch.Recipe.Count} recipe values" : "",
    ]).Where(s => s.Length > 0));

    private static void Hint(Terminal terminal, DataVersions versions, DataVersion version)
    {
        var data = $"\"data.train=[{{path: {Path.GetFullPath(versions.TrainFile(version))}, format: examples}}]\"";
        terminal.Out.WriteLine($"train   finegrain run RECIPE --set {string.Join(' ', version.Recipe.Select(r => r.Setting).Prepend(data))}");
    }
}
