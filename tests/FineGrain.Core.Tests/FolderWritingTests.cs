namespace FineGrain.Core.Tests;

public sealed class FolderWritingTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("finegrain-core-").FullName;

    private string Target => Path.Combine(root, "model");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void Writers_of_one_folder_leave_one_of_theirs_whole_and_nothing_beside_it()
    {
        Parallel.For(0, 8, new() { MaxDegreeOfParallelism = 8 }, writer =>
        {
            for (var time = 0; time < 25; time++) FileWriting.FolderAtomically(Target, folder => Fill(folder, $"{writer}-{time}"));
        });
        var contents = Directory.GetFiles(Target).Select(File.ReadAllText).ToList();
        Assert.Equal(3, contents.Count);
        Assert.Single(contents.Distinct());
        Assert.Equal([Target], Directory.EnumerateFileSystemEntries(root));
    }

    [Fact]
    public void A_writer_that_fails_while_others_write_changes_nothing()
    {
        FileWriting.FolderAtomically(Target, folder => Fill(folder, "first"));
        Parallel.Invoke(
            () => Assert.Throws<InvalidOperationException>(() => FileWriting.FolderAtomically(Target, folder =>
            {
                Fill(folder, "broken");
                throw new InvalidOperationException();
            })),
            () => FileWriting.FolderAtomically(Target, folder => Fill(folder, "second")));
        Assert.All(Directory.GetFiles(Target), f => Assert.Equal("second", File.ReadAllText(f)));
        Assert.Equal([Target], Directory.EnumerateFileSystemEntries(root));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named()
    {
        File.WriteAllText(Path.Combine(root, "file"), "");
        var path = Path.Combine(root, "file", "model");
        Assert.Contains("cannot be written", Assert.Throws<InputException>(() => FileWriting.FolderAtomically(path, folder => Fill(folder, "x"))).Message, StringComparison.Ordinal);
    }

    private static void Fill(string folder, string content)
    {
        foreach (var name in (string[])["a", "b", "c"]) File.WriteAllText(Path.Combine(folder, name), content);
    }
}
