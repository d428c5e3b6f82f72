using FineGrain.Core;
using FineGrain.Core.Recipes;

namespace FineGrain.Analysis.Checks;

/// <summary>Makes a suite of a YAML tree: lexicons, templates and changes become cases.</summary>
public static class SuiteReader
{
    private const int MostCases = 200;
    private static readonly string[] Kinds = ["minimum", "invariance", "direction"];

    /// <summary>Reads the suite whose root is <paramref name="root"/>.</summary>
    /// <exception cref="InputException">The suite is wrong; the message has file, line and column.</exception>
    public static CheckSuite Read(RecipeNode root)
    {
        var suite = new SuiteNode(root, "the suite", "name", "language", "lexicons", "tests");
        var lexicons = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (suite["lexicons"] is { } node)
        {
            if (node is not RecipeMap map) throw SuiteNode.Wrong(node, "'lexicons' must be names with lists of words.");
            foreach (var entry in map.Entries)
            {
                lexicons[entry.Key] = SuiteNode.TextsOf(entry.Value, entry.Key);
                if (lexicons[entry.Key].Count == 0) throw SuiteNode.Wrong(entry.Value, $"lexicon '{entry.Key}' is empty.");
            }
        }
        if (suite["tests"] is not RecipeList { Items.Count: > 0 } tests) throw new InputException(suite.Mark.ToString(), "'tests' must be a list with at least one test.");
        var language = suite.Text("language", "en");
        return new(suite.Text("name"), [.. tests.Items.Select(item => Test(item, lexicons, language))]);
    }

    private static CheckTest Test(RecipeNode node, Dictionary<string, IReadOnlyList<string>> lexicons, string language)
    {
        var test = new SuiteNode(node, "a test", "name", "capability", "kind", "templates", "cases", "label", "not", "change", "rises", "falls", "tolerance", "most", "limit");
        var kind = test.Text("kind");
        if (!Kinds.Contains(kind)) throw SuiteNode.Wrong(test["kind"]!, $"kind '{kind}' is unknown. {Nearest.Hint(kind, Kinds)}");
        var expected = Expectation(test, kind);
        var most = (int)test.Number("most", MostCases, 1, 100_000);
        var texts = new List<IReadOnlyList<string>>();
        foreach (var item in Items(test, "templates")) texts.AddRange(Template.Expand([.. SuiteNode.TextsOf(item, "templates")], lexicons, item));
        foreach (var item in Items(test, "cases")) texts.Add(SuiteNode.TextsOf(item, "cases"));
        if (texts.Count == 0) throw SuiteNode.Wrong(node, "a test needs 'templates' or 'cases'.");
        var changes = test.Texts("change");
        if (changes.Count > 0)
        {
            if (kind == "minimum") throw SuiteNode.Wrong(test["change"]!, "'change' belongs to an invariance or direction test.");
            foreach (var change in changes)
                if (!TextChange.Known.Contains(change)) throw SuiteNode.Wrong(test["change"]!, $"change '{change}' is unknown. {Nearest.Hint(change, TextChange.Known)}");
            texts = [.. texts.Select(t => (IReadOnlyList<string>)[t[0], .. t.Skip(1), .. changes.SelectMany(c => TextChange.Of(c, t[0], language)).Where(changed => changed != t[0]).Distinct()]).Where(t => t.Count > 1)];
            if (texts.Count == 0) throw SuiteNode.Wrong(test["change"]!, "none of the changes changes any text.");
        }
        if (kind != "minimum" && texts.FirstOrDefault(t => t.Count < 2) is { } single)
            throw SuiteNode.Wrong(node, $"'{single[0]}' has nothing to be compared with. Give 'change', or lists of [text, changed text, …].");
        if (kind == "minimum") texts = [.. texts.SelectMany(t => t).Select(t => (IReadOnlyList<string>)[t])];
        return new()
        {
            Name = test.Text("name"),
            Capability = test.Text("capability"),
            Kind = kind,
            Cases = [.. Sample(texts, most).Select(t => new CheckCase(t, expected))],
            Limit = test.Has("limit") ? test.Number("limit", 1, 0, 1) : null,
        };
    }

    private static CheckExpectation Expectation(SuiteNode test, string kind)
    {
        foreach (var (key, owner) in ((string, string)[])[("label", "minimum"), ("not", "minimum"), ("rises", "direction"), ("falls", "direction")])
            if (test.Has(key) && kind != owner) throw SuiteNode.Wrong(test[key]!, $"'{key}' belongs to a test of kind {owner}.");
        var tolerance = test.Number("tolerance", kind == "direction" ? 0.1 : 0, -1, 1);
        switch (kind)
        {
            case "minimum":
                if (test.Has("label") == test.Has("not")) throw new InputException(test.Mark.ToString(), "a minimum test needs either 'label' (one, or a list of right ones) or 'not'.");
                return new() { Labels = test.Has("label") ? test.Texts("label") : [.. test.Texts("not").Select(l => $"!{l}")] };
            case "direction":
                if (test.Has("rises") == test.Has("falls")) throw new InputException(test.Mark.ToString(), "a direction test needs either 'rises' or 'falls': a label, or 'answer' for whatever the first text got.");
                var watched = test.Text(test.Has("rises") ? "rises" : "falls");
                return new() { Watched = watched == "answer" ? "" : watched, Sign = test.Has("rises") ? 1 : -1, Tolerance = tolerance };
            default:
                return new() { Tolerance = tolerance };
        }
    }

    private static IEnumerable<RecipeNode> Items(SuiteNode test, string key) => test[key] switch
    {
        null => [],
        RecipeList list => list.Items,
        { } node => throw SuiteNode.Wrong(node, $"'{key}' must be a list."),
    };

    /// <summary>At most so many, spread evenly over the list: the same every time, and every template keeps its share.</summary>
    private static IEnumerable<T> Sample<T>(List<T> all, int most) => all.Count <= most ? all : Enumerable.Range(0, most).Select(i => all[(int)((long)i * all.Count / most)]);
}
