using System.Text.Json;
using FineGrain.Core;

namespace FineGrain.Analysis.Checks;

/// <summary>
/// Reads the published CheckList sentiment suite (Ribeiro et al. 2020), one test a line: <c>{name, type, capability, label | labels | expect, cases}</c>; labels 0, 1, 2 are negative, neutral, positive.
/// </summary>
public static class CheckListFile
{
    private static readonly string[] Labels = ["negative", "neutral", "positive"];

    /// <summary>Reads the tests of <paramref name="lines"/>.</summary>
    /// <param name="lines">JSON lines.</param>
    /// <param name="name">Name of the file, for messages and as the suite's name.</param>
    /// <exception cref="InputException">A line is not a test, or its expectation is not known.</exception>
    public static CheckSuite Read(IEnumerable<string> lines, string name)
    {
        var tests = new List<CheckTest>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                using var json = JsonDocument.Parse(line);
                tests.Add(Test(json.RootElement, $"{name}:{number}"));
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new InputException($"{name}:{number}", $"is no CheckList test: {e.Message} A line is {{\"name\": …, \"type\": \"MFT\", \"capability\": …, \"label\": 2, \"cases\": […]}}.", e);
            }
        }
        return tests.Count > 0 ? new(name, tests) : throw new InputException(name, "has no tests.");
    }

    private static CheckTest Test(JsonElement test, string where)
    {
        var (name, type) = (test.GetProperty("name").GetString()!, test.GetProperty("type").GetString());
        var cases = test.GetProperty("cases").EnumerateArray().Select(c => c.ValueKind == JsonValueKind.Array ? c.EnumerateArray().Select(t => t.GetString()!).ToList() : [c.GetString()!]).ToList();
        var expected = test.TryGetProperty("expect", out var e) ? e.GetString()! : "";
        var each = test.TryGetProperty("labels", out var list) ? list.EnumerateArray().Select(l => Labels[l.GetInt32()]).ToList() : null;
        string[] fixedLabels = test.TryGetProperty("label", out var one) ? [Labels[one.GetInt32()]] : [];
        var checks = type switch
        {
            "MFT" => cases.Select((c, i) => new CheckCase([c[0]], new() { Labels = each is not null ? [each[i]] : fixedLabels.Length > 0 ? fixedLabels : FromName(name, where) })),
            "INV" => cases.Where(c => c.Count > 1).Select(c => new CheckCase(c, new())),
            "DIR" => cases.Where(c => c.Count > 1).Select(c => new CheckCase(c, Direction(expected, where))),
            _ => throw new InputException(where, $"type '{type}' is unknown. Known: MFT, INV, DIR."),
        };
        return new()
        {
            Name = name,
            Capability = test.GetProperty("capability").GetString()!,
            Kind = type switch { "MFT" => "minimum", "INV" => "invariance", _ => "direction" },
            Cases = [.. checks],
        };
    }

    private static string[] FromName(string name, string where) =>
        name.Contains("not negative", StringComparison.Ordinal) || name.Contains("neutral or positive", StringComparison.Ordinal) || name.Contains("positive or neutral", StringComparison.Ordinal)
            ? ["neutral", "positive"]
            : throw new InputException(where, $"has no label, and its name '{name}' states none.");

    private static CheckExpectation Direction(string expected, string where) => expected switch
    {
        _ when expected.Contains("must not go down", StringComparison.Ordinal) => new() { Watched = "positive", Sign = 1, Tolerance = 0.1 },
        _ when expected.Contains("must not go up", StringComparison.Ordinal) => new() { Watched = "positive", Sign = -1, Tolerance = 0.1 },
        _ when expected.Contains("must not decrease", StringComparison.Ordinal) => new() { Sign = 1, Tolerance = 0.1 },
        _ when expected.Contains("must not increase", StringComparison.Ordinal) => new() { Sign = -1, Tolerance = expected.Contains("tolerance", StringComparison.Ordinal) ? 0.1 : 0 },
        _ => throw new InputException(where, $"expectation '{expected}' is not known to this version."),
    };
}
