using FineGrain.Core;
using FineGrain.Data.Reading;
using FineGrain.Data.Spans;

namespace FineGrain.Data.Tests.Spans;

public sealed class AspectFormatTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Neighbouring_records_of_one_text_become_one_example_with_all_their_aspects()
    {
        folder.Write("a", "great $T$ , bad $P$ service\nfood\nPositive\ngreat food , bad $P$ $T$\nservice\nNegative\n$T$ ok\nsoup\nNeutral\n");
        var read = folder.Read(new() { Path = "a", Format = "three-line" });
        Assert.Equal(["great food , bad $P$ service", "soup ok"], read.Select(e => e.Text));
        Assert.Equal([new Span(6, 10, "Positive"), new Span(21, 28, "Negative")], read[0].Aspects);
    }

    [Fact]
    public void A_term_with_two_polarities_makes_two_examples_so_that_the_check_can_see_it()
    {
        folder.Write("a", "$T$\nsoup\nPositive\n$T$\nsoup\nNegative\n");
        Assert.Equal(["Positive", "Negative"], folder.Read(new() { Path = "a", Format = "three-line" }).Select(e => e.Aspects.Single().Label));
    }

    [Fact]
    public void Spaced_chinese_is_joined_and_unspaced_chinese_is_left_as_it_is()
    {
        var notes = new List<string>();
        folder.Write("a", "不 过 $T$ 还 行 ，4 分\n钢 板\nPositive\n");
        folder.Write("b", "第一次用，$T$，A B\n手上\nPositive\n");
        var spaced = folder.Read(new() { Path = "a", Format = "three-line" }, new() { OnNote = notes.Add })[0];
        Assert.Equal(("不过钢板还行，4分", new Span(2, 4, "Positive")), (spaced.Text, spaced.Aspects[0]));
        Assert.Equal("第一次用，手上，A B", folder.Read(new() { Path = "b", Format = "three-line" })[0].Text);
        Assert.Equal("a: joiner 'none': 78 % of 9 tokens are single CJK characters", notes[0]);
    }

    [Fact]
    public void A_term_that_stands_twice_has_a_span_at_each_place()
    {
        folder.Write("a", "机 身 $T$ ， 有 $T$ 好\n小 巧\nPositive\n");
        Assert.Equal([new Span(2, 4, "Positive"), new Span(6, 8, "Positive")], folder.Read(new() { Path = "a", Format = "three-line" })[0].Aspects);
    }

    [Fact]
    public void Copies_of_a_tagged_sentence_give_each_aspect_its_polarity()
    {
        folder.Write("a", "Boot B-ASP Positive\ntime I-ASP Positive\nand O -100\nGUI B-ASP -100\n\nBoot B-ASP -100\ntime I-ASP -100\nand O -100\nGUI B-ASP Negative\n\nnothing O -100\n");
        var read = folder.Read(new() { Path = "a", Format = "aspect-bio" });
        Assert.Equal(["Boot time and GUI", "nothing"], read.Select(e => e.Text));
        Assert.Equal([new Span(0, 9, "Positive"), new Span(14, 17, "Negative")], read[0].Aspects);
        Assert.Empty(read[1].Aspects);
    }

    [Fact]
    public void Triplets_are_read_as_lists_of_positions_and_as_ranges()
    {
        folder.Write("en", "The battery life seems to be very good####[([1, 2], [7], 'POS')]\n");
        folder.Write("zh", "觉 得 可 爱 ，4 分####[((-1, -1), (2, 3), 'Positive'), ((0, 1), (2, 3), 'Negative')]\n");
        var english = folder.Read(new() { Path = "en", Format = "aste" })[0];
        Assert.Equal(("battery life", "good", "POS"), (english.Triplets[0].Aspect.Slice(english.Text), english.Triplets[0].Opinion.Slice(english.Text), english.Triplets[0].Polarity));
        var chinese = folder.Read(new() { Path = "zh", Format = "aste", LabelMap = new Dictionary<string, string> { ["Positive"] = "POS", ["Negative"] = "NEG" } })[0];
        Assert.Equal("觉得可爱，4分", chinese.Text);
        Assert.Equal([new Triplet(new(0, 0, "POS"), new(2, 4, "opinion")), new Triplet(new(0, 2, "NEG"), new(2, 4, "opinion"))], chinese.Triplets);
        Assert.Equal([new Span(0, 2, "NEG")], chinese.Aspects);
    }

    [Fact]
    public void Asap_gives_a_label_for_each_category_that_is_mentioned()
    {
        var categories = Data.Spans.Aspects.AsapReader.Categories;
        Assert.Equal(18, categories.Count);
        folder.Write("a", $"\uFEFFindex,reviewbody,star,{string.Join(',', categories)}\n7,\"好吃，贵\",4.0,{string.Join(',', categories.Select(c => c switch { "price_level" => "-1", "dish_taste" => "1", "dish_look" => "0", _ => "-2" }))}\n");
        var read = folder.Read(new() { Path = "a", Format = "asap" }, new ReadOptions { Target = "labels" })[0];
        Assert.Equal(("7", "好吃，贵", "4.0"), (read.Id, read.Text, read.Fields["star"]));
        Assert.Equal(["price_level=negative", "dish_taste=positive", "dish_look=neutral"], read.Labels);
    }

    [Fact]
    public void Asap_is_written_as_it_is_read()
    {
        Example[] examples =
        [
            new() { Id = "7", Text = "好吃，贵, \"真的\"\r\n还来 ", Labels = ["price_level=negative", "dish_taste=positive", "dish_look=neutral"], Fields = new Dictionary<string, string> { ["star"] = "4.0" } },
            new() { Id = "a,b", Text = "", Labels = [] },
        ];
        Assert.Equal(2, SpanFile.Write("asap", Path.Combine(folder.Path, "a"), examples));
        var read = folder.Read(new() { Path = "a", Format = "asap" });
        Assert.Equal(examples.Select(e => (e.Id, e.Text)), read.Select(e => (e.Id, e.Text)));
        for (var i = 0; i < examples.Length; i++)
        {
            Assert.Equal(examples[i].Labels, read[i].Labels);
            Assert.Equal(examples[i].Fields, read[i].Fields);
        }
        Assert.Equal(20, File.ReadLines(Path.Combine(folder.Path, "a")).First().Count(c => c == ','));
    }

    [Theory]
    [InlineData("dish_tast=positive", "names no category of asap. Did you mean 'dish_taste'?")]
    [InlineData("dish_taste=good", "has polarity 'good'; asap has positive, neutral and negative")]
    [InlineData("dish_taste", "has polarity ''")]
    public void What_asap_cannot_say_is_named(string label, string expected)
    {
        var error = Assert.Throws<InputException>(() => SpanFile.Write("asap", Path.Combine(folder.Path, "a"), [new() { Id = "1", Text = "x", Labels = [label] }]));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Asap_has_no_room_for_spans_and_for_two_polarities()
    {
        var lost = new List<string>();
        Example[] examples = [new() { Id = "s", Text = "soup", Aspects = [new(0, 4, "positive")] }, new() { Id = "t", Text = "soup", Labels = ["dish_taste=positive", "dish_taste=negative"] }];
        Assert.Equal(0, SpanFile.Write("asap", Path.Combine(folder.Path, "a"), examples, null, e => lost.Add(e.Message)));
        Assert.Equal(["s: the text has spans, and asap judges whole texts.", "t: category 'dish_taste' has two polarities, and asap has room for one."], lost);
    }

    [Fact]
    public void Asap_without_a_category_or_with_an_odd_number_is_an_error()
    {
        folder.Write("a", "index,reviewbody,star\n1,x,4\n");
        Assert.StartsWith("a:1: no column 'location_traffic', which ASAP has.", Assert.Throws<InputException>(() => folder.Read(new() { Path = "a", Format = "asap" })).Message, StringComparison.Ordinal);
        var categories = Data.Spans.Aspects.AsapReader.Categories;
        folder.Write("b", $"index,reviewbody,star,{string.Join(',', categories)}\n7,x,4,{string.Join(',', categories.Select(_ => "3"))}\n");
        Assert.StartsWith("b:2: 'location_traffic' is '3';", Assert.Throws<InputException>(() => folder.Read(new() { Path = "b", Format = "asap" })).Message, StringComparison.Ordinal);
    }
}
