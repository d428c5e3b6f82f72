using System.Text;
using FineGrain.Core;
using FineGrain.Models.HuggingFace.Hub;

namespace FineGrain.Models.Tests.HuggingFace.Hub;

public sealed class HubCheckpointTests : IDisposable
{
    private readonly string cache = Directory.CreateTempSubdirectory("hub-").FullName;
    private readonly LocalHub hub = new();
    private readonly byte[] weights = new byte[300_000];

    public HubCheckpointTests()
    {
        new Random(5).NextBytes(weights);
        hub.Files["config.json"] = Encoding.UTF8.GetBytes("""{"model_type":"bert"}""");
        hub.Files["model.safetensors"] = weights;
        hub.Files["vocab.txt"] = Encoding.UTF8.GetBytes("[PAD]\n[UNK]\n好\n");
        hub.Stored.Add("model.safetensors");
    }

    [Fact]
    public async Task A_whole_checkpoint_arrives_with_progress_and_through_a_redirect()
    {
        var seen = new List<HubProgress>();
        var folder = await Resolve(progress: new Direct(seen.Add));
        foreach (var (name, content) in hub.Files) Assert.Equal(content, File.ReadAllBytes(Path.Combine(folder, name)));
        Assert.Contains(new HubProgress("model.safetensors", 300_000, 300_000), seen);
        Assert.Contains(hub.Requests, r => r.FromStore);
        Assert.All(hub.Requests.Where(r => r.Method == "GET" && !r.FromStore), r => Assert.Contains($"/resolve/{LocalHub.Commit}/", r.Path, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(cache, "*.partial*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_second_time_needs_no_network()
    {
        var folder = await Resolve();
        hub.Dispose();
        Assert.Equal(folder, await Resolve());
    }

    [Fact]
    public async Task A_cut_connection_is_gone_on_with_at_the_next_byte()
    {
        var cuts = 0;
        hub.Fault = r => r.FromStore && cuts++ < 2 ? hub.Normal(r) with { CutAfter = 100_000 } : null;
        var folder = await Resolve();
        Assert.Equal(weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
        var ranges = hub.Requests.Where(r => r.FromStore).Select(r => r.Headers.GetValueOrDefault("Range")).ToArray();
        Assert.Equal([null, "bytes=100000-", "bytes=200000-"], ranges);
        Assert.All(hub.Requests.Where(r => r.FromStore).Skip(1), r => Assert.StartsWith("\"store-", r.Headers["If-Range"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_download_broken_off_for_good_is_gone_on_with_by_the_next_process()
    {
        hub.Fault = r => !r.FromStore ? null : r.Headers.ContainsKey("Range") ? new(503, []) : hub.Normal(r) with { CutAfter = 120_000 };
        var error = await Assert.ThrowsAsync<InputException>(() => Resolve());
        Assert.Contains("status 503", error.Message, StringComparison.Ordinal);
        Assert.Contains("what has arrived is kept", error.Message, StringComparison.Ordinal);
        hub.Fault = null;
        hub.Requests.Clear();
        var folder = await Resolve();
        Assert.Equal(weights, File.ReadAllBytes(Path.Combine(folder, "model.safetensors")));
        Assert.Equal("bytes=120000-", hub.Requests.Single(r => r.FromStore).Headers["Range"]);
        Assert.DoesNotContain(hub.Requests, r => r.Method == "GET" && r.File == "config.json");
    }

    [Fact]
    public async Task A_changed_file_is_not_glued_to_the_old_beginning()
    {
        hub.Fault = r => !r.FromStore ? null : r.Headers.ContainsKey("Range") ? new(503, []) : hub.Normal(r) with { CutAfter = 50_000 };
        await Assert.ThrowsAsync<InputException>(() => Resolve());
        hub.Fault = null;
        var changed = weights.Reverse().ToArray();
        hub.Files["model.safetensors"] = changed;
        Assert.Equal(changed, File.ReadAllBytes(Path.Combine(await Resolve(), "model.safetensors")));
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("config.json")]
    public async Task A_wrong_checksum_is_fetched_once_more_and_then_refused(string file)
    {
        hub.Fault = r => r.Method == "GET" && r.File == file && hub.Normal(r) is { Status: 200 } good ? good with { Body = [.. good.Body[..^1], (byte)(good.Body[^1] ^ 1)] } : null;
        var error = await Assert.ThrowsAsync<InputException>(() => Resolve());
        Assert.Contains("another checksum", error.Message, StringComparison.Ordinal);
        Assert.Contains(file, error.Where, StringComparison.Ordinal);
        Assert.Equal(2, hub.Requests.Count(r => r.Method == "GET" && r.File == file && (r.FromStore || !hub.Stored.Contains(file))));
        Assert.Empty(Directory.GetFiles(cache, file, SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_damaged_answer_once_is_mended()
    {
        var first = true;
        hub.Fault = r =>
        {
            if (!r.FromStore || !first) return null;
            first = false;
            return hub.Normal(r) with { Body = new byte[300_000] };
        };
        Assert.Equal(weights, File.ReadAllBytes(Path.Combine(await Resolve(), "model.safetensors")));
    }

    [Fact]
    public async Task Overload_is_waited_out()
    {
        var busy = 3;
        hub.Fault = r => busy-- > 0 ? new(busy == 1 ? 429 : 503, [], new Dictionary<string, string> { ["Retry-After"] = "0" }) : null;
        Assert.True(File.Exists(Path.Combine(await Resolve(), "vocab.txt")));
    }

    [Fact]
    public async Task Silence_ends_after_the_patience()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var options = Options with { Endpoint = new($"http://{silent.LocalEndpoint}"), Patience = TimeSpan.FromMilliseconds(100), Attempts = 2 };
        var error = await Assert.ThrowsAsync<InputException>(() => HubCheckpoint.ResolveAsync("team/tiny", options, cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("did not answer within 0.1 s", error.Message, StringComparison.Ordinal);
        Assert.Contains("2 tries", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_connection_is_a_clear_error_with_the_remedy()
    {
        hub.Dispose();
        var error = await Assert.ThrowsAsync<InputException>(() => Resolve());
        Assert.Contains("cannot be reached", error.Message, StringComparison.Ordinal);
        Assert.Contains("FINEGRAIN_HUB", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("team/other", "status 404")]
    [InlineData("no/such/folder", "there is no such folder")]
    [InlineData("../up", "there is no such folder")]
    public async Task An_unknown_checkpoint_is_a_clear_error(string checkpoint, string expected) =>
        Assert.Contains(expected, (await Assert.ThrowsAsync<InputException>(() => Resolve(checkpoint))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_private_repository_names_the_token()
    {
        hub.Fault = _ => new(401, [], new Dictionary<string, string> { ["X-Error-Code"] = "GatedRepo" });
        var error = await Assert.ThrowsAsync<InputException>(() => Resolve());
        Assert.Contains("401 (GatedRepo)", error.Message, StringComparison.Ordinal);
        Assert.Contains("HF_TOKEN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_goes_to_the_hub_and_not_to_where_it_redirects()
    {
        using var store = new LocalHub();
        store.Files["model.safetensors"] = weights;
        hub.Fault = r => r.File == "model.safetensors" ? new(302, [], new Dictionary<string, string> { ["Location"] = $"{store.Address}store/model.safetensors" }) : null;
        await HubCheckpoint.ResolveAsync("team/tiny", Options with { Token = "secret" }, cancellation: TestContext.Current.CancellationToken);
        Assert.All(hub.Requests, r => Assert.Equal("Bearer secret", r.Headers["Authorization"]));
        Assert.NotEmpty(store.Requests);
        Assert.All(store.Requests, r => Assert.DoesNotContain("Authorization", r.Headers.Keys));
    }

    [Fact]
    public async Task Pickled_weights_alone_are_refused_with_the_remedy()
    {
        hub.Files.TryRemove("model.safetensors", out _);
        hub.Files["pytorch_model.bin"] = [1];
        Assert.Contains("pytorch_model.bin", (await Assert.ThrowsAsync<InputException>(() => Resolve())).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(hub.Requests, r => r.File == "pytorch_model.bin");
    }

    [Fact]
    public async Task Shards_named_by_the_index_are_fetched()
    {
        hub.Files.TryRemove("model.safetensors", out _);
        hub.Files["model.safetensors.index.json"] = Encoding.UTF8.GetBytes("""{"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors","c":"model-00001-of-00002.safetensors"}}""");
        hub.Files["model-00001-of-00002.safetensors"] = [1, 2];
        hub.Files["model-00002-of-00002.safetensors"] = [3];
        var folder = await Resolve();
        Assert.Equal([3], File.ReadAllBytes(Path.Combine(folder, "model-00002-of-00002.safetensors")));
    }

    [Fact]
    public async Task A_shard_outside_the_folder_is_refused()
    {
        hub.Files.TryRemove("model.safetensors", out _);
        hub.Files["model.safetensors.index.json"] = Encoding.UTF8.GetBytes("""{"weight_map":{"a":"../../evil.safetensors"}}""");
        Assert.Contains("../../evil.safetensors", (await Assert.ThrowsAsync<InputException>(() => Resolve())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_cut_in_the_cache_is_fetched_again()
    {
        var folder = await Resolve();
        File.Delete(Path.Combine(folder, "model.safetensors"));
        Assert.Equal(weights, File.ReadAllBytes(Path.Combine(await Resolve(), "model.safetensors")));
    }

    [Fact]
    public async Task Many_at_once_fetch_each_file_once()
    {
        var folders = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Resolve())));
        Assert.Single(folders.Distinct());
        Assert.Equal(weights, File.ReadAllBytes(Path.Combine(folders[0], "model.safetensors")));
        Assert.Equal(1, hub.Requests.Count(r => r.FromStore));
    }

    [Fact]
    public async Task A_folder_is_taken_as_it_is()
    {
        Assert.Equal(cache, await Resolve(cache));
        Assert.Empty(hub.Requests);
    }

    [Fact]
    public async Task Redirects_in_a_circle_end()
    {
        hub.Fault = r => new(302, [], new Dictionary<string, string> { ["Location"] = r.Path });
        Assert.Contains("more than 10 times", (await Assert.ThrowsAsync<InputException>(() => Resolve())).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        hub.Dispose();
        Directory.Delete(cache, recursive: true);
    }

    private HubOptions Options => new() { Endpoint = hub.Address, CacheFolder = cache, FirstDelay = TimeSpan.FromMilliseconds(1), Token = null };

    private Task<string> Resolve(string checkpoint = "team/tiny", IProgress<HubProgress>? progress = null) =>
        HubCheckpoint.ResolveAsync(checkpoint, Options, progress, TestContext.Current.CancellationToken);

    private sealed class Direct(Action<HubProgress> hear) : IProgress<HubProgress>
    {
        public void Report(HubProgress value) => hear(value);
    }
}
