using FineGrain.Models.HuggingFace.Hub;

namespace FineGrain.Models.Tests.HuggingFace.Hub;

public class HubIdTests
{
    [Theory]
    [InlineData("google-bert/bert-base-chinese", "google-bert/bert-base-chinese", "main")]
    [InlineData("gpt2", "gpt2", "main")]
    [InlineData("team/model-1.5_b@v2.0", "team/model-1.5_b", "v2.0")]
    [InlineData("team/model@refs/pr/1", "team/model", "refs/pr/1")]
    public void Ids_are_read(string text, string repository, string revision) => Assert.Equal(new HubId(repository, revision), HubId.TryParse(text));

    [Theory]
    [InlineData("a/b/c")]
    [InlineData("/absolute/path")]
    [InlineData("./folder")]
    [InlineData("team/..")]
    [InlineData("team/model@../../x")]
    [InlineData("team/model@")]
    [InlineData("team model")]
    [InlineData("队/模型")]
    [InlineData("team/model\n")]
    public void Paths_and_nonsense_are_no_ids(string text) => Assert.Null(HubId.TryParse(text));
}
