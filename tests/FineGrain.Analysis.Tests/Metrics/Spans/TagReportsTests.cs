using FineGrain.Analysis.Metrics.Spans.Tags;

namespace FineGrain.Analysis.Tests.Metrics.Spans;

public sealed class TagReportsTests
{
    [Fact]
    public void The_published_example_of_conlleval_is_printed_to_the_character()
    {
        // The example output on the CoNLL-2000 page. Its percentages fix the counts (hits, gold, found): ADJP 0 6 1, ADVP 5 8 11, NP 206 262 317, PP 89 90 107,
        // SBAR 2 6 3, VP 69 87 100, and 153 wrong tokens for 88 missed and 168 invented phrases, so that some tokens must spoil several phrases.
        List<string> gold = [], predicted = [];
        Add(45, ["B-NP", "I-NP"], ["B-NP", "B-NP"]); // one wrong token: one phrase missed, two invented
        Add(13, ["B-VP"], ["B-PP"]); // one wrong token: one missed, one invented
        foreach (var (type, hits, missed, invented) in new[] { ("ADJP", 0, 6, 1), ("ADVP", 5, 3, 6), ("NP", 206, 56 - 45, 111 - 90), ("PP", 89, 1, 18 - 13), ("SBAR", 2, 4, 1), ("VP", 69, 18 - 13, 31) })
        {
            Add(hits, [$"B-{type}"], [$"B-{type}"]);
            Add(missed, [$"B-{type}"], ["O"]);
            Add(invented, ["O"], [$"B-{type}"]);
        }
        Add(808 - 371 - 45, ["O"], ["O"]);
        Assert.Equal("""
            processed 961 tokens with 459 phrases; found: 539 phrases; correct: 371.
            accuracy:  84.08%; precision:  68.83%; recall:  80.83%; FB1:  74.35
                         ADJP: precision:   0.00%; recall:   0.00%; FB1:   0.00  1
                         ADVP: precision:  45.45%; recall:  62.50%; FB1:  52.63  11
                           NP: precision:  64.98%; recall:  78.63%; FB1:  71.16  317
                           PP: precision:  83.18%; recall:  98.89%; FB1:  90.36  107
                         SBAR: precision:  66.67%; recall:  33.33%; FB1:  44.44  3
                           VP: precision:  69.00%; recall:  79.31%; FB1:  73.80  100

            """, TagReports.Conlleval(TagScores.Of([new(gold, predicted)], TagTool.Conlleval)), ignoreLineEndingDifferences: true);

        void Add(int times, string[] g, string[] p)
        {
            for (var i = 0; i < times; i++)
            {
                gold.AddRange(g);
                predicted.AddRange(p);
            }
        }
    }

    [Fact]
    public void The_published_example_of_seqeval_is_printed_to_the_character()
    {
        TaggedSentence[] sentences =
        [
            new(["O", "O", "O", "B-MISC", "I-MISC", "I-MISC", "O"], ["O", "O", "B-MISC", "I-MISC", "I-MISC", "I-MISC", "O"]),
            new(["B-PER", "I-PER", "O"], ["B-PER", "I-PER", "O"]),
        ];
        const string expected = """
                          precision    recall  f1-score   support

                    MISC       0.00      0.00      0.00         1
                     PER       1.00      1.00      1.00         1

               micro avg       0.50      0.50      0.50         2
               macro avg       0.50      0.50      0.50         2
            weighted avg       0.50      0.50      0.50         2

            """;
        Assert.Equal(expected, TagReports.Seqeval(TagScores.Of(sentences, TagTool.Seqeval)), ignoreLineEndingDifferences: true);
        Assert.Equal(expected, TagReports.Seqeval(TagScores.Of(sentences, TagTool.SeqevalStrictIob2)), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_value_halfway_between_two_hundredths_goes_to_the_even_one_as_in_C()
    {
        // 1 of 8 and 5 of 8: Python prints 0.12 and 0.62, .NET alone would print 0.13 and 0.63; 3 of 8 is 0.38 for both.
        var text = TagReports.Seqeval(TagScores.Of([Sentence(1), Sentence(5), Sentence(3)], TagTool.Seqeval));
        Assert.Contains("  A1       0.12      0.12      0.12", text, StringComparison.Ordinal);
        Assert.Contains("  A5       0.62      0.62      0.62", text, StringComparison.Ordinal);
        Assert.Contains("  A3       0.38      0.38      0.38", text, StringComparison.Ordinal);

        static TaggedSentence Sentence(int right) => new(
            [.. Enumerable.Repeat($"B-A{right}", 8), .. Enumerable.Repeat("O", 8 - right)],
            [.. Enumerable.Repeat($"B-A{right}", right), .. Enumerable.Repeat("O", 8 - right), .. Enumerable.Repeat($"B-A{right}", 8 - right)]);
    }

    [Fact]
    public void Nothing_at_all_prints_zeros() =>
        Assert.Equal("processed 0 tokens with 0 phrases; found: 0 phrases; correct: 0.\naccuracy:   0.00%; precision:   0.00%; recall:   0.00%; FB1:   0.00\n", TagReports.Conlleval(TagScores.Of([], TagTool.Conlleval)));
}
