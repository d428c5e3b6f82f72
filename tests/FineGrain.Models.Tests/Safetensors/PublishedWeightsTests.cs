using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FineGrain.Models.Safetensors;

namespace FineGrain.Models.Tests.Safetensors;

/// <summary>Real files whose checksums and parameter counts are published with them.</summary>
public class PublishedWeightsTests
{
    [Theory]
    [InlineData("stories260K/model.safetensors", "f29bb989254944726bc9d5b80d3160a5699c0a785337545075f7fdde1bac34e2", 260_032)]
    [InlineData("kwt1-speech-commands12/model.safetensors", "b01effee323b9500e72d05923dbb13edde0adfdd1131955f502823a02bc5e52d", 607_308 + 257_480 + 2_304)]
    public void Header_accounts_for_every_published_parameter(string name, string sha256, long parameters)
    {
        var path = SharedWeights.Require(name);
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
        using var reader = SafetensorsReader.Open(path);
        Assert.Equal(parameters, reader.Entries.Sum(e => e.Count));
    }

    [Fact]
    public void Embedding_equals_the_one_in_the_original_file()
    {
        using var reader = SafetensorsReader.Open(SharedWeights.Require("stories260K/model.safetensors"));
        var original = File.ReadAllBytes(SharedWeights.Require("stories260K/original/stories260K.bin"));
        var entry = reader.ByName["model.embed_tokens.weight"];
        Assert.Equal([512L, 64L], entry.Shape);
        // llama2.c: seven 32-bit numbers of configuration, then the token embedding.
        Assert.Equal(MemoryMarshal.Cast<byte, float>(original.AsSpan(28, 512 * 64 * 4)), MemoryMarshal.Cast<byte, float>(reader.ReadBytes(entry)));
    }

    [Theory]
    [InlineData("stories260K/model.safetensors")]
    [InlineData("kwt1-speech-commands12/model.safetensors")]
    public void Rewriting_keeps_the_bytes_of_every_tensor_and_writing_again_gives_the_same_file(string name)
    {
        using var reader = SafetensorsReader.Open(SharedWeights.Require(name));
        var copies = new[] { Path.GetTempFileName(), Path.GetTempFileName() };
        try
        {
            Rewrite(reader, copies[0]);
            using var copy = SafetensorsReader.Open(copies[0]);
            Assert.Equal(reader.Metadata, copy.Metadata);
            Assert.Equal(reader.Entries.Count, copy.Entries.Count);
            foreach (var entry in reader.Entries) Assert.Equal(reader.ReadBytes(entry), copy.ReadBytes(copy.ByName[entry.Name]));
            Rewrite(copy, copies[1]);
            Assert.Equal(File.ReadAllBytes(copies[0]), File.ReadAllBytes(copies[1]));
        }
        finally
        {
            foreach (var path in copies) File.Delete(path);
        }
    }

    private static void Rewrite(SafetensorsReader from, string path) =>
        SafetensorsWriter.Write(path, SafetensorsHeader.Layout(from.Entries.Select(e => (e.Name, e.Dtype, e.Shape)), from.Metadata),
            (entry, stream) => stream.Write(from.ReadBytes(from.ByName[entry.Name])));
}
