using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;
using FineGrain.Data.Spans;

namespace FineGrain.Data.Tests.Spans;

/// <summary>The published files, read whole: their counts are the published ones, every span slices its text, and they come back through conll and brat.</summary>
public sealed class RealSpanDataTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("conll2003", "eng.testa.gz", "iob1", "space", 3250, 5942)]
    [InlineData("conll2003", "eng.testb.gz", "iob1", "space", 3453, 5648)]
    [InlineData("resume-ner", "test.char.bmes.gz", "bmes", "none", 477, 1630)]
    [InlineData("msra-ner", "msra_test_bio.txt.gz", "iob2", "none", 3442, 6190)]
    [InlineData("weibo-ner", "weiboNER_2nd_conll.test.gz", "iob2", "none", 270, 418)]
    [InlineData("wnut17", "test.conll.gz", "iob2", "space", 1287, 1079)]
    [InlineData("conll2003", "eng.train.gz", "iob1", "space", 14041, 23499)]
    [InlineData("wnut17", "train.conll.gz", "iob2", "space", 3394, 1975)]
    [InlineData("wnut17", "dev.conll.gz", "iob2", "space", 1009, 836)]
    [InlineData("weibo-ner", "weiboNER_2nd_conll.train.gz", "iob2", "none", 1350, 1895)]
    [InlineData("resume-ner", "train.char.bmes.gz", "bmes", "none", 3821, 13440)]
    public void Column_files_have_the_published_counts(string set, string file, string scheme, string joiner, int sentences, int entities)
    {
        var notes = new List<string>();
        var read = ExampleReader.Read(new() { Path = file, Format = "conll", PositionDigit = set == "weibo-ner", Broken = "repair" }, RealData.Folder(set), new() { OnNote = notes.Add }).ToList();
        Assert.Equal((sentences, entities), (read.Count, read.Sum(e => e.Entities.Count)));
        Assert.Contains(notes, n => n.Contains($"scheme '{scheme}'", StringComparison.Ordinal));
        Assert.Contains(notes, n => n.Contains($"joiner '{joiner}'", StringComparison.Ordinal));
        Same(read, "conll");
    }

    [Theory]
    [InlineData("train.json.gz", 10748, 23972)]
    [InlineData("dev.json.gz", 1343, 3072)]
    public void Cluener_has_the_published_count_and_every_surface_is_proved(string file, int rows, int spans)
    {
        var read = RealData.Read("cluener", new() { Path = file, Format = "cluener" });
        Assert.Equal((rows, spans), (read.Count, read.Sum(e => e.Entities.Count)));
        Same(read, "span-jsonl");
    }

    [Theory]
    [InlineData("absa-en", "laptop14-test.txt.gz", 638)]
    [InlineData("absa-en", "restaurant14-train.txt.gz", 3608)]
    [InlineData("absa-zh", "shampoo-test.txt.gz", 915)]
    public void Three_line_files_have_the_published_counts(string set, string file, int aspects) =>
        Assert.Equal(aspects, RealData.Read(set, new() { Path = file, Format = "three-line" }).Sum(e => e.Aspects.Count));

    [Theory]
    [InlineData("absa-en", "laptop14-test.bio.txt.gz", 638)]
    [InlineData("absa-en", "restaurant14-train.bio.txt.gz", 3608)]
    [InlineData("absa-zh", "car-test.bio.txt", 284)]
    public void Tagged_files_have_the_published_counts(string set, string file, int aspects) =>
        Assert.Equal(aspects, RealData.Read(set, new() { Path = file, Format = "aspect-bio" }).Sum(e => e.Aspects.Count));

    /// <summary>The files hold 543 and 10,820; those that a line says twice count once.</summary>
    [Theory]
    [InlineData("absa-en", "laptop14-aste-test.txt", 328, 541)]
    [InlineData("absa-zh", "restaurant-aste-test.txt.gz", 5567, 10806)]
    public void Triplet_files_are_read_whole_and_written_back(string set, string file, int lines, int triplets)
    {
        var read = RealData.Read(set, new() { Path = file, Format = "aste" });
        Assert.Equal((lines, triplets), (read.Count, read.Sum(e => e.Triplets.Count)));
        SpanFile.Write("span-jsonl", Path.Combine(folder.Path, "out"), read);
        var back = folder.Read(new() { Path = "out", Format = "span-jsonl" });
        Assert.Equal(read.SelectMany(e => e.Triplets), back.SelectMany(e => e.Triplets));
    }

    [Fact]
    public void Asap_samples_are_read_whole()
    {
        var read = ExampleReader.Read(new() { Path = "train_sample.csv.gz", Format = "asap" }, RealData.Folder("asap-sample"), new() { Target = "labels" }).ToList();
        Assert.Equal(100, read.Count);
        Assert.All(read, e => Assert.NotEmpty(e.Labels));
    }

    private void Same(List<Example> read, string through)
    {
        Assert.Equal(read.Count, SpanFile.Write(through, Path.Combine(folder.Path, "out"), read));
        var back = folder.Read(new SourceRecipe { Path = "out", Format = through });
        Assert.Equal(read.Select(e => e.Text), back.Select(e => e.Text));
        Assert.Equal(read.SelectMany(e => e.Entities), back.SelectMany(e => e.Entities));
    }
}
