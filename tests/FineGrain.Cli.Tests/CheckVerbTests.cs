using System.IO.Compression;
using System.Text.Json.Nodes;
using FineGrain.Core;
using FineGrain.Data.Reading;

namespace FineGrain.Cli.Tests;

public sealed class CheckVerbTests(TinyRun tiny)
{
    public static TheoryData<string> Suites => ["sentiment-en.yaml", "sentiment-zh.yaml"];

    [Theory]
    [MemberData(nameof(Suites))]
    public void Every_suite_of_the_repository_runs(string suite)
    {
        var session = Session.Run("check", tiny.Model, Path.Combine(SourceTree.Root(), "checks", suite), "--examples", "1");
        Assert.True(session.Code == 0, session.Errors);
        foreach (var capability in (string[])["vocabulary", "negation", "degree", "turn", "robustness", "fairness"]) Assert.Contains($"\n{capability} ", session.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("skipped", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Strict_says_by_its_exit_code_that_a_limit_is_passed()
    {
        var suite = tiny.At("strict.yaml");
        File.WriteAllText(suite, """
            name: strict
            tests:
              - {name: impossible, capability: none, kind: minimum, cases: [x], label: positive, limit: 0}
              - {name: impossible too, capability: none, kind: minimum, cases: [x], label: negative, limit: 0}
            """);
        Assert.Equal(0, Session.Run("check", tiny.Model, suite).Code);
        var strict = Session.Run("check", tiny.Model, suite, "--strict", "--findings", tiny.At("check-findings.json"));
        Assert.Equal(3, strict.Code);
        Assert.Contains("OVER    100.0 %", strict.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(tiny.At("check-findings.json")));
    }

    [Fact]
    public void A_test_without_a_limit_is_neither_met_nor_over()
    {
        var suite = tiny.At("free.yaml");
        File.WriteAllText(suite, """
            name: free
            tests:
              - {name: free, capability: none, kind: minimum, cases: [x], label: positive}
              - {name: free too, capability: none, kind: minimum, cases: [x], label: negative}
            """);
        var session = Session.Run("check", tiny.Model, suite, "--strict");
        Assert.Equal(0, session.Code);
        Assert.Contains("-       100.0 %", session.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ok ", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_published_CheckList_suite_runs()
    {
        JsonObject[] tests = [.. CheckList().Select(line => JsonNode.Parse(line)!.AsObject())];
        foreach (var test in tests) // a dozen cases of each
            foreach (var key in (string[])["cases", "labels"])
                if (test[key] is JsonArray all) test[key] = new JsonArray([.. all.Take(12).Select(item => item!.DeepClone())]);
        var suite = tiny.At("checklist.jsonl");
        File.WriteAllLines(suite, tests.Select(t => t.ToJsonString()));
        var session = Session.Run("check", tiny.Model, suite, "--examples", "0", "--strict");
        Assert.True(session.Code == 0, session.Errors);
        foreach (var test in tests) Assert.Contains($"{test["capability"]}: {test["name"]}", session.Output, StringComparison.Ordinal);
        var asked = session.Output.Split('\n').TakeWhile(line => line.Length > 0).Where(line => !line.StartsWith("skipped", StringComparison.Ordinal)).ToList();
        Assert.True(asked.Count > tests.Length / 2, session.Output);
        Assert.All(asked, line => Assert.StartsWith("-    ", line, StringComparison.Ordinal)); // it sets no limits
    }

    /// <summary>The lines of the suite; skips the test where the data folder has none.</summary>
    private static IReadOnlyList<string> CheckList()
    {
        string? path = null;
        try
        {
            path = Path.Combine(DataFolder.Resolve($"${DataFolder.Variable}", SourceTree.Root()), "checklist-sentiment", "sentiment_suite.jsonl.gz");
        }
        catch (InputException)
        {
            // No data folder.
        }
        Assert.SkipUnless(File.Exists(path), $"the CheckList suite is not here; set {DataFolder.Variable} to the data folder that has checklist-sentiment/sentiment_suite.jsonl.gz");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path!), CompressionMode.Decompress));
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    [Fact]
    public void A_broken_suite_is_bad_input()
    {
        var suite = tiny.At("broken.yaml");
        File.WriteAllText(suite, "name: x\ntests:\n  - {name: a, capability: b, kind: minimum, cases: [x], label: y, limt: 0}\n");
        var session = Session.Run("check", tiny.Model, suite);
        Assert.Equal(1, session.Code);
        Assert.Contains("broken.yaml:3:", session.Errors, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'limit'?", session.Errors, StringComparison.Ordinal);
    }
}
