using FineGrain.Core.Corrections;

namespace FineGrain.Core.Tests.Corrections;

public sealed class CorrectionFileTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_correction_is_one_line_with_the_names_of_the_field()
    {
        var line = CorrectionFile.Line(Relabel());
        Assert.Equal("""{"id":"1","example_id":"a:7","kind":"relabel","old":{"labels":["negative"]},"new":{"labels":["positive"]},"reason":"模型很确定","author":"ann","time":"2026-01-02T12:00:00+00:00","state":"proposed","score":0.9}""", line);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("finegrain-corrections-").FullName, "corrections.jsonl");
        Correction[] all =
        [
            Relabel(),
            Relabel() with { Id = "2", Kind = CorrectionKind.Drop, New = null, State = CorrectionState.Rejected },
            Relabel() with { Id = "3", Kind = CorrectionKind.SpanChange, Old = Annotation.OfSpan(new(0, 2, "PER")), New = Annotation.OfSpan(new(0, 3, "LOC")), Text = "Rome is", Layer = "aspects", State = CorrectionState.Applied },
            Relabel() with { Id = "4", Kind = CorrectionKind.Renumber, Old = null, New = new() { Number = 3.5 }, State = CorrectionState.Accepted, Gain = 4 },
        ];
        CorrectionFile.Write(path, all);
        Assert.Equal(all, CorrectionFile.Read(path));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Theory]
    [InlineData("relabel", "", "a relabel needs 'new' with 'labels'")]
    [InlineData("span-add", """, "new": {"labels": ["x"]}""", "a span-add needs 'new' with 'span'")]
    [InlineData("span-remove", "", "a span-remove needs 'old' with 'span'")]
    [InlineData("drop", """, "new": {"labels": ["x"]}""", "'new' has no meaning for a drop")]
    [InlineData("span-add", """, "text": "ab", "new": {"span": {"start": 1, "end": 3, "label": "X"}}""", "the span 1..3 is not inside the text, which has 2 UTF-16 units")]
    [InlineData("mend", "", "is no correction")]
    [InlineData("drop", """, "layer": "words" """, "'layer' is 'words'; allowed: entities, aspects")]
    public void A_line_that_cannot_be_applied_is_refused_where_it_stands(string kind, string rest, string message)
    {
        var line = $$"""{"id": "1", "example_id": "e", "kind": "{{kind}}", "author": "a", "time": "2026-01-02T12:00:00Z"{{rest}}}""";
        var error = Assert.Throws<InputException>(() => CorrectionFile.Parse(line, "corrections.jsonl:3"));
        Assert.StartsWith("corrections.jsonl:3: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_made_later_sort_later() => Assert.True(string.CompareOrdinal(Correction.NewId(Noon), Correction.NewId(Noon.AddSeconds(1))) < 0);

    private static Correction Relabel() => new()
    {
        Id = "1", ExampleId = "a:7", Kind = CorrectionKind.Relabel, Old = Annotation.OfLabels("negative"), New = Annotation.OfLabels("positive"),
        Reason = "模型很确定", Author = "ann", Time = Noon, Score = 0.9,
    };
}
