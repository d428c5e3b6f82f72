using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Reading;

namespace FineGrain.Data.Tests.Reading;

/// <summary>The project's own reviews, which stand in the repository.</summary>
public sealed class SampleTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public void Reviews_have_labels_and_spans_that_slice_their_text(string language)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "samples", "reviews"))) folder = folder.Parent;
        Assert.NotNull(folder);
        Example[] examples = [.. ((string[])["train", "dev", "test"]).SelectMany(split => ExampleReader.Read(new SourceRecipe { Path = $"{language}.{split}.jsonl", Id = "id" }, Path.Combine(folder.FullName, "samples", "reviews")))];
        Assert.InRange(examples.Length, 500, 5000);
        Assert.All(examples, e => Assert.True(e.Label is { Length: > 0 } && e.Fields["lang"] == language, e.Id));
        Assert.True(examples.Sum(e => e.Aspects.Count) > 300);
        Assert.True(examples.Sum(e => e.Entities.Count) > 50);
        Assert.Equal(examples.Length, examples.Select(e => e.Id).Distinct().Count());
    }
}
