using System.CommandLine;
using FineGrain.Feedback.Store;

namespace FineGrain.Cli.Verbs;

/// <summary>Which store of corrections, and who speaks; shared by the verbs of the feedback stage.</summary>
internal sealed class StoreOptions
{
    private readonly Option<string> store = new("--store")
    {
        Description = "The store: a SQLite file, or a PostgreSQL connection string (Host=…;Database=…;Username=…); $FINEGRAIN_STORE by default, else corrections.db.",
        HelpName = "PLACE",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("FINEGRAIN_STORE") is { Length: > 0 } set ? set : "corrections.db",
    };

    private readonly Option<string> author = new("--author") { Description = "Who decides; your login name by default.", HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName };

    public StoreOptions AddTo(Verb verb)
    {
        verb.Add(store);
        verb.Add(author);
        return this;
    }

    public CorrectionStore Open(ParseResult parse) => CorrectionStore.Open(parse.GetRequiredValue(store));

    public string Author(ParseResult parse) => parse.GetRequiredValue(author);

    /// <summary>A place without a password, for screens.</summary>
    public static string Shown(string place) => place.Contains(';', StringComparison.Ordinal)
        ? string.Join(';', place.Split(';').Where(p => !p.TrimStart().StartsWith("password", StringComparison.OrdinalIgnoreCase) && !p.TrimStart().StartsWith("pwd", StringComparison.OrdinalIgnoreCase)))
        : place;

    public string Place(ParseResult parse) => parse.GetRequiredValue(store);
}
