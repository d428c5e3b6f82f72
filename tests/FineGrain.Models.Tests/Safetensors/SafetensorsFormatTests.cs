using System.Text;
using CsCheck;
using FineGrain.Core;
using FineGrain.Models.Safetensors;

namespace FineGrain.Models.Tests.Safetensors;

/// <summary>Files written and read without libtorch.</summary>
public sealed class SafetensorsFormatTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("safetensors-").FullName;

    [Fact]
    public void Any_set_of_tensors_survives_a_round_trip()
    {
        var tensor = Gen.Select(Gen.Enum<TensorDtype>(), Gen.Long[0, 5].Array[0, 3], Gen.String[1, 12]);
        tensor.Array[0, 8].Sample(drawn =>
        {
            var tensors = drawn.Where(t => t.Item3 != "__metadata__" && IsUnicode(t.Item3)).DistinctBy(t => t.Item3)
                .Select(t => (t.Item3, t.Item1, (IReadOnlyList<long>)t.Item2)).ToArray();
            var path = Path.Combine(folder, $"{Guid.NewGuid():N}.safetensors");
            var written = new Dictionary<string, byte[]>();
            SafetensorsWriter.Write(path, SafetensorsHeader.Layout(tensors), (entry, stream) =>
            {
                var bytes = new byte[entry.Bytes];
                new Random(entry.Name.Length).NextBytes(bytes);
                stream.Write(written[entry.Name] = bytes);
            });
            using var reader = SafetensorsReader.Open(path);
            Assert.Equal(tensors.Length, reader.Entries.Count);
            foreach (var (name, dtype, shape) in tensors)
            {
                var entry = reader.ByName[name];
                Assert.Equal(dtype, entry.Dtype);
                Assert.Equal(shape, entry.Shape);
                Assert.Equal(written[name], reader.ReadBytes(entry));
            }
        }, iter: 100);
    }

    [Fact]
    public void Every_strict_prefix_of_a_file_is_refused()
    {
        var path = Path.Combine(folder, "whole");
        SafetensorsWriter.Write(path, SafetensorsHeader.Layout([("a", TensorDtype.F32, [2L, 2L])]), (e, s) => s.Write(new byte[e.Bytes]));
        var bytes = File.ReadAllBytes(path);
        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = Path.Combine(folder, "cut");
            File.WriteAllBytes(cut, bytes[..length]);
            Assert.Contains("cut", Assert.Throws<InputException>(() => SafetensorsReader.Open(cut)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_git_lfs_pointer_is_named_as_such()
    {
        var path = Path.Combine(folder, "pointer");
        File.WriteAllText(path, "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n");
        Assert.Contains("git lfs pull", Assert.Throws<InputException>(() => SafetensorsReader.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_longer_than_a_hundred_megabytes_is_refused_before_it_is_read()
    {
        var path = Path.Combine(folder, "hostile");
        using (var file = File.Create(path))
        {
            file.Write(BitConverter.GetBytes(100_000_001L));
            file.SetLength(100_000_100);
        }
        Assert.Contains("header of 100000001 bytes", Assert.Throws<InputException>(() => SafetensorsReader.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_a_clear_error() =>
        Assert.Contains("cannot be read", Assert.Throws<InputException>(() => SafetensorsReader.Open(Path.Combine(folder, "none"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_writer_that_writes_too_little_leaves_the_old_file()
    {
        var path = Path.Combine(folder, "kept");
        File.WriteAllText(path, "old");
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, SafetensorsHeader.Layout([("a", TensorDtype.F32, [2L])]), (_, s) => s.WriteByte(1)));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>JSON cannot carry an unpaired surrogate, so a name with one cannot stand in a file.</summary>
    private static bool IsUnicode(string name) => name.EnumerateRunes().All(r => r != Rune.ReplacementChar);
}
