using System.Globalization;
using System.Text;

namespace FineGrain.Analysis.Metrics.Spans.Tags;

/// <summary>The texts that other tools print, to the character, so that a number in a paper can be held against ours.</summary>
public static class TagReports
{
    private static readonly string[] Headers = ["precision", "recall", "f1-score", "support"];

    /// <summary>As conlleval (version of 2004) prints. Lines end in '\n'.</summary>
    public static string Conlleval(TagScores scores)
    {
        var all = scores.All;
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"processed {scores.Tokens} tokens with {all.Gold} phrases; found: {all.Predicted} phrases; correct: {all.Hits}.\n")
            .Append(CultureInfo.InvariantCulture, $"accuracy: {Fixed(scores.Tokens == 0 ? 0 : 100.0 * scores.RightTokens / scores.Tokens, 6)}%; {Line(all)}\n");
        foreach (var (type, count) in scores.Types) text.Append(CultureInfo.InvariantCulture, $"{type,17}: {Line(count)}  {count.Predicted}\n");
        return text.ToString();

        static string Line(SpanCount c) => $"precision: {Fixed(100 * Zero(c.Precision), 6)}%; recall: {Fixed(100 * Zero(c.Recall), 6)}%; FB1: {Fixed(100 * Zero(c.F1), 6)}";
    }

    /// <summary>
    /// As seqeval 1.2.2's classification_report prints with two digits, in either mode. Types that were only predicted are listed and averaged too;
    /// versions before 1.0 left them out of the macro average. The text ends in '\n'.
    /// </summary>
    public static string Seqeval(TagScores scores)
    {
        var rows = scores.Types.Select(t => (Name: t.Key, Count: t.Value)).ToList();
        var width = Math.Max("weighted avg".Length, rows.Select(r => r.Name.Length).DefaultIfEmpty().Max());
        var text = new StringBuilder().Append(' ', width).Append(' ');
        foreach (var header in Headers) text.Append(' ').Append(header.PadLeft(9));
        text.Append("\n\n");
        foreach (var (name, c) in rows) Row(name, Zero(c.Precision), Zero(c.Recall), Zero(c.F1), c.Gold);
        text.Append('\n');
        var all = scores.All;
        Row("micro avg", Zero(all.Precision), Zero(all.Recall), Zero(all.F1), all.Gold);
        Row("macro avg", Mean(c => c.Precision, _ => 1), Mean(c => c.Recall, _ => 1), Mean(c => c.F1, _ => 1), all.Gold);
        Row("weighted avg", Mean(c => c.Precision, c => c.Gold), Mean(c => c.Recall, c => c.Gold), Mean(c => c.F1, c => c.Gold), all.Gold);
        return text.ToString();

        void Row(string name, double precision, double recall, double f1, long support)
        {
            text.Append(name.PadLeft(width)).Append(' ');
            foreach (var value in (double[])[precision, recall, f1]) text.Append(' ').Append(Fixed(value, 9));
            text.Append(' ').Append(support.ToString(CultureInfo.InvariantCulture).PadLeft(9)).Append('\n');
        }

        double Mean(Func<SpanCount, double> value, Func<SpanCount, double> weight)
        {
            var weights = rows.Sum(r => weight(r.Count));
            return weights == 0 ? 0 : rows.Sum(r => weight(r.Count) * Zero(value(r.Count))) / weights;
        }
    }

    /// <summary>Two digits as C's printf writes them: a value exactly between two goes to the even digit, where .NET goes away from zero.</summary>
    private static string Fixed(double value, int width)
    {
        // Only multiples of 1/8 can lie exactly between two hundredths; as decimals they are exact.
        var text = Math.IEEERemainder(value, 0.125) == 0 ? Math.Round((decimal)value, 2, MidpointRounding.ToEven).ToString("0.00", CultureInfo.InvariantCulture) : value.ToString("0.00", CultureInfo.InvariantCulture);
        return text.PadLeft(width);
    }

    private static double Zero(double value) => double.IsNaN(value) ? 0 : value;
}
