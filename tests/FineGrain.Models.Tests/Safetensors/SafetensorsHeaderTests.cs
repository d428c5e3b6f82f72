using System.Text;
using FineGrain.Core;
using FineGrain.Models.Safetensors;

namespace FineGrain.Models.Tests.Safetensors;

public class SafetensorsHeaderTests
{
    [Fact]
    public void Parse_gives_entries_in_data_order_whatever_their_order_in_the_header()
    {
        var header = Parse("""{"b":{"dtype":"F32","shape":[2],"data_offsets":[3,11]},"__metadata__":{"format":"pt"},"a":{"dtype":"U8","shape":[3,1],"data_offsets":[0,3]}}""", 11);
        Assert.Equal(["a", "b"], header.Entries.Select(e => e.Name));
        Assert.Equal([3L, 1L], header.Entries[0].Shape);
        Assert.Equal(2, header.Entries[1].Count);
        Assert.Equal("pt", header.Metadata["format"]);
    }

    [Theory]
    [InlineData("overlap", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "'b' overlaps 'a'")]
    [InlineData("outside", """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "'a' lies at bytes 0..8, outside the data part of 4 bytes")]
    [InlineData("backwards", """{"a":{"dtype":"F32","shape":[0],"data_offsets":[8,4]}}""", 8, "'a' lies at bytes 8..4")]
    [InlineData("hole", """{"a":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", 4, "bytes 0..2 before tensor 'a' belong to no tensor")]
    [InlineData("rest", """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 4, "the data part has 4 bytes; the header describes 2")]
    [InlineData("count", """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "'a' has 8 bytes; F32[3] needs 12")]
    [InlineData("huge", """{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", 8, "'a' has the impossible shape F32[4611686018427387904, 4]")]
    [InlineData("dtype", """{"a":{"dtype":"F8_E4M3","shape":[8],"data_offsets":[0,8]}}""", 8, "'a' has dtype 'F8_E4M3'")]
    [InlineData("twice", """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", 8, "'a' stands in the header twice")]
    [InlineData("negative", """{"a":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}}""", 4, "'a' lacks a well-formed")]
    [InlineData("fraction", """{"a":{"dtype":"U8","shape":[4.5],"data_offsets":[0,4]}}""", 4, "'a' lacks a well-formed")]
    [InlineData("no shape", """{"a":{"dtype":"U8","data_offsets":[0,4]}}""", 4, "'a' lacks a well-formed")]
    [InlineData("metadata", """{"__metadata__":{"format":1}}""", 0, "__metadata__ 'format' is not a text")]
    [InlineData("cut", """{"a":{"dtype":"U8","sh""", 0, "not valid JSON")]
    [InlineData("two values", """{} {}""", 0, "not valid JSON")]
    [InlineData("array", """[]""", 0, "does not start with '{'")]
    public void Parse_refuses_a_damaged_header_and_names_the_tensor(string what, string json, long dataBytes, string expected)
    {
        var error = Assert.Throws<InputException>(() => Parse(json, dataBytes));
        Assert.StartsWith("model.safetensors: ", error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Contains(expected, StringComparison.Ordinal), $"{what}: {error.Message}");
    }

    [Fact]
    public void Layout_orders_by_alignment_then_name_and_pads_the_header_to_eight_bytes()
    {
        (string, TensorDtype, IReadOnlyList<long>)[] tensors =
            [("z", TensorDtype.F32, [2L]), ("flag", TensorDtype.Bool, [3L]), ("ids", TensorDtype.I64, [1L]), ("a", TensorDtype.F32, [])];
        var header = SafetensorsHeader.Layout(tensors);
        Assert.Equal(["ids", "a", "z", "flag"], header.Entries.Select(e => e.Name));
        Assert.Equal([(0L, 8L), (8L, 12L), (12L, 20L), (20L, 23L)], header.Entries.Select(e => (e.Begin, e.End)));
        Assert.Equal(0, header.ToBytes().Length % 8);
        Assert.StartsWith("""{"__metadata__":{"format":"pt"},"ids":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"a":""", Encoding.UTF8.GetString(header.ToBytes()), StringComparison.Ordinal);
        Assert.Equal(header.ToBytes(), SafetensorsHeader.Layout(tensors.Reverse()).ToBytes());
    }

    [Fact]
    public void Layout_refuses_a_name_given_twice() =>
        Assert.Throws<ArgumentException>(() => SafetensorsHeader.Layout([("a", TensorDtype.U8, [1L]), ("a", TensorDtype.F32, [1L])]));

    private static SafetensorsHeader Parse(string json, long dataBytes) =>
        SafetensorsHeader.Parse("model.safetensors", Encoding.UTF8.GetBytes(json), dataBytes);
}
