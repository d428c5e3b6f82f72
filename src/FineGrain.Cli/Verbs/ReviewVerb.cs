using System.CommandLine;
using FineGrain.Cli.Reviewing;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Core.Corrections;
using FineGrain.Feedback.Reviewing;

namespace FineGrain.Cli.Verbs;

/// <summary><c>finegrain review</c>: decides on corrections with single keys.</summary>
internal static class ReviewVerb
{
    public static Verb Create(Terminal terminal)
    {
        var verb = new Verb("review", "Goes through proposed corrections with single keys: accept, change the label or the borders of a span, reject, undo. Each decision is kept at once.",
            "finegrain review\nfinegrain review corrections.jsonl\nfinegrain review --store corrections.db --author ann --top 100");
        var file = new Argument<string>("file") { Description = "corrections.jsonl to decide in place; without it the store.", Arity = ArgumentArity.ZeroOrOne };
        var labels = new Option<string[]>("--labels") { Description = "Labels to choose from, beside those that the queue names.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [], HelpName = "LABEL" };
        var top = new Option<int>("--top") { Description = "Only the most promising.", DefaultValueFactory = _ => int.MaxValue, HelpName = "N" };
        verb.Add(file);
        verb.Add(labels);
        verb.Add(top);
        var options = new StoreOptions().AddTo(verb);
        verb.SetAction(parse =>
        {
            if (terminal.Keys is not { } keys) throw new InputException("review", "needs a terminal with a keyboard. In scripts use 'finegrain corrections accept ID' and 'reject ID'.");
            if (parse.GetValue(file) is { } path) return Run(new FileBook(path), path, keys);
            using var store = options.Open(parse);
            return Run(new StoreBook(store, options.Author(parse)), $"{StoreOptions.Shown(options.Place(parse))}, {options.Author(parse)}", keys);

            int Run(IReviewBook book, string place, IKeyboard keyboard)
            {
                var session = new ReviewSession(book, parse.GetRequiredValue(labels), parse.GetRequiredValue(top));
                new ReviewLoop(session, place, terminal, keyboard).Run();
                terminal.Out.WriteLine($"{session.Count(CorrectionState.Accepted)} accepted, {session.Count(CorrectionState.Rejected)} rejected, {session.Count(CorrectionState.Proposed)} open in {place}");
                return terminal.Stop.IsCancellationRequested ? ExitCode.Stopped : ExitCode.Done;
            }
        });
        return verb;
    }
}
