using System.CommandLine;
using FineGrain.Cli.Terminals;
using FineGrain.Cli.Verbs;

namespace FineGrain.Cli.Tests;

public sealed class CommandLineTests
{
    /// <summary>Every verb and every verb below it.</summary>
    public static TheoryData<string> Verbs()
    {
        using var terminal = new Terminal(Stream.Null, Stream.Null, Stream.Null);
        return [.. Verb.All.SelectMany(verb => Below(verb.Key, verb.Value(terminal)))];
    }

    private static IEnumerable<string> Below(string path, Command verb) => verb.Subcommands.SelectMany(below => Below($"{path} {below.Name}", below)).Prepend(path);

    [Theory]
    [MemberData(nameof(Verbs))]
    public void The_help_of_every_verb_has_an_example_of_it(string verb)
    {
        var session = Session.Run([.. verb.Split(' '), "--help"]);
        Assert.Equal(0, session.Code);
        Assert.Contains("Example", session.Output, StringComparison.Ordinal);
        Assert.Contains($"finegrain {verb}", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_page_lists_every_verb()
    {
        var session = Session.Run("--help");
        Assert.All(Verb.All.Keys, verb => Assert.Contains($"  {verb} ", session.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("rum")]
    [InlineData("run")]
    [InlineData("run", "a.yaml", "--epochs", "3")]
    [InlineData("init", "a.csv", "--family", "gpt")]
    [InlineData("show")]
    public void A_wrong_command_line_exits_with_2_and_points_to_the_help(params string[] arguments)
    {
        var session = Session.Run(arguments);
        Assert.Equal(2, session.Code);
        Assert.Contains("--help'.", session.Errors, StringComparison.Ordinal);
        Assert.Equal("", session.Output);
    }
}
