using FineGrain.Core;
using FineGrain.Core.Spans;
using FineGrain.Data.Aspects;
using FineGrain.Data.Batching;
using FineGrain.Data.Tokenization;
using FineGrain.Inference.Aspects;

namespace FineGrain.Inference.Tests.Aspects;

public sealed class TripletRoundTripTests
{
    private static readonly string[] Polarities = ["POS", "NEG", "NEU"];
    private const string Text = "0123456789abcdef";

    public static TheoryData<string> Cases =>
    [
        "0-2>3-5:POS", // an aspect before its opinion
        "8-9>1-3:NEG", // and behind it
        "0-2>4-5:POS 0-2>8-9:NEG", // one aspect, two opinions
        "0-2>6-7:POS 2-4>6-7:POS", // neighbouring aspects that share an opinion
        "->3-5:NEU", // nothing named
        "->3-5:NEU 0-2>7-9:POS",
        "",
    ];

    [Theory, MemberData(nameof(Cases))]
    public void What_the_table_says_is_read_back(string text)
    {
        var gold = Parse(text);
        var encoded = Units(16);
        var columns = new TripletColumns(3);
        var targets = new TripletCodec(new LabelSet(Polarities)).Targets([new() { Id = "1", Text = Text, Triplets = gold }], [encoded], 16);
        var logits = new float[16 * 16 * columns.Count];
        for (var cell = 0; cell < targets.Length; cell++)
            if (targets[cell] >= 0) logits[(cell * columns.Count) + (int)targets[cell]] = 9;
        Assert.Equal(gold, new TripletDecoder(Polarities).Decode(encoded, logits));
    }

    [Fact]
    public void Terms_without_a_likely_judgement_between_them_are_no_triplet()
    {
        var logits = new float[4 * 4 * 9];
        for (var cell = 0; cell < 16; cell++) logits[cell * 9] = 5;
        (logits[TripletColumns.Aspect], logits[((3 * 4) + 3) * 9 + TripletColumns.Opinion]) = (9, 9);
        Assert.Empty(new TripletDecoder(Polarities).Decode(Units(4), logits));
        logits[3 * 9 + 4] = 8; // the cell of the two: NEG
        Assert.Equal([new Triplet(new(0, 1, "NEG"), new(3, 4, "opinion"))], new TripletDecoder(Polarities).Decode(Units(4), logits));
    }

    [Fact]
    public void Padding_and_the_lower_half_are_ignored_in_training()
    {
        var targets = new TripletCodec(new LabelSet(Polarities)).Targets([new() { Id = "1", Text = "ab", Triplets = [] }], [Units(2)], 3);
        Assert.Equal([0f, 0, -100, -100, 0, -100, -100, -100, -100], targets);
    }

    private static EncodedExample Units(int count) => new()
    {
        Ids = [.. Enumerable.Range(0, count)], TypeIds = new int[count], Offsets = [], NgramIds = [], Units = [.. Enumerable.Range(0, count).Select(i => new Offset(i, i + 1))],
    };

    private static Triplet[] Parse(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(t =>
    {
        var (pair, polarity) = (t.Split(':')[0].Split('>'), t.Split(':')[1]);
        return new Triplet(Range(pair[0], polarity), Range(pair[1], "opinion"));
    })];

    private static Span Range(string text, string label) => text == "-" ? new(0, 0, label) : new(int.Parse(text.Split('-')[0], null), int.Parse(text.Split('-')[1], null), label);
}
