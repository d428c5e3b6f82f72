using System.CommandLine;
using System.Globalization;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.Agreement;
using FineGrain.Feedback.Patches;
using FineGrain.Feedback.Store;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain corrections</c>: the store of corrections, its decisions and its history.</summary>
internal static class CorrectionsVerb
{
    private static readonly string[] States = ["proposed", "accepted", "rejected", "applied", "all"];

    public static Verb Create(Terminal terminal) => new("corrections", "Keeps corrections: takes them in, decides, undoes, exports, measures agreement, erases.",
        "finegrain corrections import corrections.jsonl\nfinegrain corrections list --state proposed\nfinegrain corrections accept ID --author ann\nfinegrain corrections agreement")
    {
        Import(terminal),
        Export(terminal),
        List(terminal),
        Decide(terminal, "accept", "Decides for corrections."),
        Decide(terminal, "reject", "Decides against corrections."),
        Undo(terminal),
        History(terminal),
        Agreement(terminal),
        Erase(terminal),
    };

    private static Verb Import(Terminal terminal) => Make("import", "Takes in corrections.jsonl, or a history that export --history wrote; what is there already is passed over.", "finegrain corrections import corrections.jsonl\nfinegrain corrections import history.jsonl --store other.db", (verb, options) =>
    {
        var file = new Argument<string>("file") { Description = "corrections.jsonl, or a history." };
        verb.Add(file);
        return parse =>
        {
            using var store = options.Open(parse);
            var path = parse.GetRequiredValue(file);
            var (count, what) = HistoryFile.IsHistory(path) ? (store.TakeIn(HistoryFile.Read(path)), " with their history") : (store.Propose(CorrectionFile.Read(path)), "");
            terminal.Out.WriteLine($"{count} new corrections{what} in {options.Place(parse)}");
        };
    });

    private static Verb Export(Terminal terminal) => Make("export", "Writes the corrections with their state as corrections.jsonl; with --history also who did what and when.", "finegrain corrections export accepted.jsonl --state accepted\nfinegrain corrections export all.jsonl --history history.jsonl", (verb, options) =>
    {
        var file = new Argument<string>("file") { Description = "corrections.jsonl to write." };
        var state = State();
        var history = new Option<string>("--history") { Description = "Also write every event, for 'corrections import' into another store.", HelpName = "FILE" };
        verb.Add(file);
        verb.Add(state);
        verb.Add(history);
        return parse =>
        {
            using var store = options.Open(parse);
            var corrections = store.All(Read(parse.GetRequiredValue(state))).Select(c => c.Correction).ToList();
            CorrectionFile.Write(parse.GetRequiredValue(file), corrections);
            terminal.Out.WriteLine($"{corrections.Count} corrections in {parse.GetRequiredValue(file)}");
            if (parse.GetValue(history) is not { } path) return;
            var ids = corrections.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
            var events = store.History().Where(e => parse.GetRequiredValue(state) == "all" || ids.Contains(e.CorrectionId)).ToList();
            HistoryFile.Write(path, events);
            terminal.Out.WriteLine($"{events.Count} events in {path}");
        };
    });

    private static Verb List(Terminal terminal) => Make("list", "Shows corrections, the most promising first.", "finegrain corrections list --state proposed --top 20", (verb, options) =>
    {
        var state = State();
        var top = new Option<int>("--top") { Description = "How many.", DefaultValueFactory = _ => 50 };
        verb.Add(state);
        verb.Add(top);
        return parse =>
        {
            using var store = options.Open(parse);
            var all = store.All(Read(parse.GetRequiredValue(state)));
            foreach (var c in all.OrderByDescending(c => c.Correction.Gain ?? c.Correction.Score ?? 0).Take(parse.GetRequiredValue(top)))
                terminal.Out.WriteLine($"{c.Correction.Id}  {(c.Disputed ? "disputed" : CorrectionFile.Name(c.Correction.State)),-8}  {CorrectionFile.Name(c.Correction.Kind),-11}  {c.Correction.Old} → {c.Correction.New}  {c.Correction.ExampleId}  {c.Correction.Reason}");
            terminal.Out.WriteLine($"{all.Count} corrections, {all.Count(c => c.Disputed)} disputed");
        };
    });

    private static Verb Decide(Terminal terminal, string name, string description) => Make(name, description, $"finegrain corrections {name} ID ID --author ann\nfinegrain corrections {name} ID --final", (verb, options) =>
    {
        var ids = new Argument<string[]>("ids") { Description = "Ids of corrections.", Arity = ArgumentArity.OneOrMore };
        var reason = new Option<string>("--reason") { Description = "Why; kept in the history.", DefaultValueFactory = _ => "" };
        var final = new Option<bool>("--final") { Description = "Adjudicate: the last word where people disagree." };
        verb.Add(ids);
        verb.Add(reason);
        verb.Add(final);
        return parse =>
        {
            using var store = options.Open(parse);
            var verdict = name == "accept" ? Verdict.Accept : Verdict.Reject;
            foreach (var id in parse.GetRequiredValue(ids))
            {
                var status = parse.GetValue(final)
                    ? store.Adjudicate(id, options.Author(parse), verdict, parse.GetRequiredValue(reason))
                    : store.Judge(id, options.Author(parse), verdict, parse.GetRequiredValue(reason));
                terminal.Out.WriteLine($"{id}  {(status.Disputed ? "disputed: decide with --final" : CorrectionFile.Name(status.Correction.State))}");
            }
        };
    });

    private static Verb Undo(Terminal terminal) => Make("undo", "Takes back the last thing that you did.", "finegrain corrections undo", (_, options) => parse =>
    {
        using var store = options.Open(parse);
        terminal.Out.WriteLine(store.Undo(options.Author(parse)) is { } e ? $"taken back: {e.Action.ToString().ToLowerInvariant()} {e.CorrectionId}" : $"nothing of {options.Author(parse)} is left to take back");
    });

    private static Verb History(Terminal terminal) => Make("history", "Shows who did what and when, of one correction or of all.", "finegrain corrections history", (verb, options) =>
    {
        var id = new Argument<string>("id") { Description = "Id of a correction.", Arity = ArgumentArity.ZeroOrOne };
        verb.Add(id);
        return parse =>
        {
            using var store = options.Open(parse);
            var history = store.History(parse.GetValue(id));
            foreach (var e in history)
                terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{e.Number,6}  {e.Time:yyyy-MM-dd HH:mm:ss}  {e.Action.ToString().ToLowerInvariant(),-10}  {e.Author}  {e.CorrectionId}  {e.Reason}"));
        };
    });

    private static Verb Agreement(Terminal terminal) => Make("agreement", "How far the people who judged agree: Cohen's kappa of each pair, Krippendorff's alpha of all.", "finegrain corrections agreement", (_, options) => parse =>
    {
        using var store = options.Open(parse);
        var agreement = StoreAgreement.Of(store.All());
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{agreement.Judged} corrections were judged twice or more, {agreement.Disputed} are disputed{(agreement.Alpha is { } alpha ? $"; Krippendorff's alpha {alpha:0.000}" : "")}"));
        foreach (var (first, second, both, kappa) in agreement.Pairs)
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{first}, {second}: Cohen's kappa {kappa:0.000} on {both}"));
    });

    private static Verb Erase(Terminal terminal) => Make("erase", "Erases everything known of an example, history included, for good; with --versions also from the versions of the data and their patches.", "finegrain corrections erase EXAMPLE-ID\nfinegrain corrections erase EXAMPLE-ID --versions out/mr-improve/versions", (verb, options) =>
    {
        var example = new Argument<string>("example-id") { Description = "Id of the example." };
        var versions = new Option<string>("--versions") { Description = "Folder of data versions to erase it from too.", HelpName = "DIR" };
        var look = new Option<string>("--look-in") { Description = "Folder whose files are looked through for what is left of the text; the one around --versions by default.", HelpName = "DIR" };
        verb.Add(example);
        verb.Add(versions);
        verb.Add(look);
        return parse =>
        {
            var id = parse.GetRequiredValue(example);
            foreach (var given in (string?[])[parse.GetValue(versions), parse.GetValue(look)])
                if (given is not null && !Directory.Exists(given)) throw new InputException(given, "is no folder.");
            using var store = options.Open(parse);
            var texts = store.All().Select(c => c.Correction).Where(c => c.ExampleId == id).SelectMany(c => (string?[])[c.Text, c.Pair]).OfType<string>().ToHashSet(StringComparer.Ordinal);
            if (parse.GetValue(versions) is { } folder)
            {
                var erased = VersionErasure.Erase(folder, id);
                texts.UnionWith(erased.Texts);
                foreach (var (old, now) in erased.Renamed) terminal.Out.WriteLine($"version {old[..12]} is now {now[..12]}");
                terminal.Out.WriteLine($"{erased.Renamed.Count} versions and {erased.Patches} patches are without it; models that learnt it are as they were: train anew");
            }
            terminal.Out.WriteLine($"{store.Erase(id, options.Author(parse))} corrections erased");
            var place = parse.GetValue(look) ?? (parse.GetValue(versions) is { } inner ? Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(inner))) : null);
            if (place is null) terminal.Out.WriteLine("exported files and data versions are yours to delete: --versions erases from versions, --look-in finds the others");
            else foreach (var file in VersionErasure.Holding(place, texts)) terminal.Out.WriteLine($"still in {file}");
        };
    });

    private static Verb Make(string name, string description, string example, Func<Verb, StoreOptions, Action<ParseResult>> build)
    {
        var verb = new Verb(name, description, example);
        var action = build(verb, new StoreOptions().AddTo(verb));
        verb.SetAction(parse =>
        {
            action(parse);
            return ExitCode.Done;
        });
        return verb;
    }

    private static Option<string> State()
    {
        var state = new Option<string>("--state") { Description = "Only those of a state: proposed, accepted, rejected, applied; or all.", DefaultValueFactory = _ => "all" };
        state.AcceptOnlyFromAmong(States);
        return state;
    }

    private static CorrectionState? Read(string state) => state == "all" ? null : Enum.Parse<CorrectionState>(state, ignoreCase: true);
}
