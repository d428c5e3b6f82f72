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
