using System.Text.Json;

namespace FineGrain.Core.Tests;

public sealed class FindingsFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    private static readonly Finding Full = new()
    {
        Id = "slice:negation = yes", Kind = "slice", Slice = "negation = yes", Where = "negation", Dataset = "影评", Split = "dev", Metric = "accuracy", Score = 0.5, Low = 0.4, High = 0.6,
        Rest = 0.9, Support = 40, Total = 400, PValue = 1e-9, AdjustedPValue = 2e-7, Tried = 200, Correction = "benjamini-hochberg", ExpectedGain = 0.04, Examples = ["7", "9"], Advice = "Label more.",
    };

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Findings_come_back_as_they_were_written()
    {
        FindingsFile.Write(path, [Full, Full with { Id = "x", Where = null, Examples = [] }]);
        var read = FindingsFile.Read(path);
        Assert.Equal(2, read.Count);
        Assert.Equal(JsonSerializer.Serialize(Full, CoreJson.Line.Finding), JsonSerializer.Serialize(read[0], CoreJson.Line.Finding));
        Assert.Null(read[1].Where);
        Assert.Empty(read[1].Examples);
        Assert.Contains("影评", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[{\"id\": 3}]")]
    [InlineData("[{\"id\": \"x\"}]")]
    [InlineData("null")]
    public void Another_file_is_refused_by_name(string content)
    {
        File.WriteAllText(path, content);
        Assert.StartsWith(path, Assert.Throws<InputException>(() => FindingsFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_refused_by_name() =>
        Assert.StartsWith("/nowhere/findings.json", Assert.Throws<InputException>(() => FindingsFile.Read("/nowhere/findings.json")).Message, StringComparison.Ordinal);
}
