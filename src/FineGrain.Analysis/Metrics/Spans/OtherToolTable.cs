using System.Globalization;
using FineGrain.Analysis.Metrics.Spans.Tags;
using FineGrain.Core;

namespace FineGrain.Analysis.Metrics.Spans;

/// <summary>What other tools and habits would print for the same predictions, so that a number of a paper can be held against ours, or not.</summary>
internal static class OtherToolTable
{
    public static IReadOnlyList<OtherToolScore> Of(IReadOnlyList<Prediction> rows, out int untaggable)
    {
        var read = rows.Select(r => (r.Text, Found: ExtractionReading.Of(r, "spans"))).ToList();
        var (tags, lost) = (new List<TaggedSentence>(), 0);
        foreach (var (text, (gold, predicted)) in read)
        {
            tags.Add(TagRendering.Iob2(text, gold, predicted, out var dropped));
            lost += dropped;
        }
        untaggable = lost;
        var strict = Total(read.Select(r => Strict(r.Found.Gold, r.Found.Predicted)));
        var types = read.SelectMany(r => r.Found.Gold.Concat(r.Found.Predicted)).Select(e => e.Label).Distinct()
            .Select(label => Total(read.Select(r => Strict([.. r.Found.Gold.Where(e => e.Label == label)], [.. r.Found.Predicted.Where(e => e.Label == label)])))).ToList();
        var iob2 = TagScores.Of(tags, TagTool.Conlleval);
        var nested = lost == 0 ? "" : $"; {lost} nested or overlapping spans cannot be written as tags";
        var list = new List<OtherToolScore>();
        Add("FineGrain strict micro F1; spaCy ents_f", strict.F1, "a span counts when both borders and the type are right");
        Add("conlleval", iob2.All.F1, $"equal on correct tags{nested}");
        Add("seqeval, default mode", TagScores.Of(tags, TagTool.Seqeval).All.F1, $"equal on correct tags{nested}");
        Add("seqeval, strict IOB2", TagScores.Of(tags, TagTool.SeqevalStrictIob2).All.F1, $"equal on correct tags; drops what does not begin with B-{nested}");
        Add("conlleval on tags without B-", TagScores.Of(tags.Select(TagRendering.Io), TagTool.Conlleval).All.F1, "IO tags join neighbours of one type, in gold too");
        Add("macro F1 over types", types.Average(t => t.F1), "rare types count in full");
        Add("weighted F1 over types", types.Sum(t => t.Gold * t.F1) / types.Sum(t => t.Gold), "types weighted by gold spans");
        Add("mean F1 of texts", Mean(read.Select(r => Strict(r.Found.Gold, r.Found.Predicted).F1)), "each text has its own F1; texts without any span left out");
        Add("borders only", Total(read.Select(r => Strict([.. r.Found.Gold.Select(e => e.Unlabelled).Distinct()], [.. r.Found.Predicted.Select(e => e.Unlabelled).Distinct()]))).F1, "types ignored (SemEval-2013 exact)");
        var lenient = Total(read.Select(r => new SpanCount(LenientMatching.Hits(r.Found.Gold, r.Found.Predicted), r.Found.Gold.Length, r.Found.Predicted.Length)));
        Add("lenient F1", lenient.F1, "an overlap with the right type is enough (SemEval-2013 type)");
        Add("half points for overlaps", 2 * read.Sum(r => Partial(r.Found.Gold, r.Found.Predicted)) / (strict.Gold + strict.Predicted), "types ignored, an overlap counts half (SemEval-2013 partial)");
        var tokens = Total(tags.Select(t => new SpanCount(t.Gold.Zip(t.Predicted).Count(p => p.First != "O" && Type(p.First) == Type(p.Second)), t.Gold.Count(x => x != "O"), t.Predicted.Count(x => x != "O"))));
        Add("F1 of tokens", tokens.F1, "not of spans: long spans count more, half a span counts half");
        Add("token accuracy", iob2.Tokens == 0 ? double.NaN : (double)iob2.RightTokens / iob2.Tokens, "counts the tokens outside; answering nothing would score "
            + (iob2.Tokens == 0 ? "nothing" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * tags.Sum(t => t.Gold.Count(x => x == "O")) / iob2.Tokens:0.0}%")) + ", and padding raises it further: never compare it with F1");
        return list;

        void Add(string name, double value, string note) => list.Add(new(name, value, value - strict.F1, note));
    }

    private static SpanCount Strict(Extraction[] gold, Extraction[] predicted) => new(gold.Intersect(predicted).Count(), gold.Length, predicted.Length);

    private static double Partial(IReadOnlyList<Extraction> gold, IReadOnlyList<Extraction> predicted)
    {
        Extraction[] wanted = [.. gold.Select(e => e.Unlabelled).Distinct()], found = [.. predicted.Select(e => e.Unlabelled).Distinct()];
        return LenientMatching.Pairs(wanted, found, (g, p) => g.Meets(p)).Sum(pair => wanted[pair.Gold] == found[pair.Predicted] ? 1 : 0.5);
    }

    private static double Mean(IEnumerable<double> values)
    {
        double[] defined = [.. values.Where(v => !double.IsNaN(v))];
        return defined.Length == 0 ? double.NaN : defined.Average();
    }

    private static SpanCount Total(IEnumerable<SpanCount> counts) => counts.Aggregate(new SpanCount(), (a, b) => a + b);

    private static string Type(string tag) => tag.Length > 2 ? tag[2..] : tag;
}
