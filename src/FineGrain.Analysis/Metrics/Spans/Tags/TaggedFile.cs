using FineGrain.Core;

namespace FineGrain.Analysis.Metrics.Spans.Tags;

/// <summary>Tagged sentences from a file as conlleval reads it, or from span predictions.</summary>
public static class TaggedFile
{
    /// <summary>Reads columns: the last two of each line are the gold and the predicted tag; an empty line ends a sentence.</summary>
    /// <exception cref="InputException">The file cannot be read, or a line has fewer than two columns; names file:line.</exception>
    public static IReadOnlyList<TaggedSentence> Read(string path)
    {
        var sentences = new List<TaggedSentence>();
        List<string> gold = [], predicted = [];
        var number = 0;
        foreach (var line in Lines(path))
        {
            number++;
            var columns = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length == 0) Close();
            else if (columns.Length == 1) throw new InputException($"{path}:{number}", "has one column; the last two are read, the gold tag and the predicted tag.");
            else
            {
                gold.Add(columns[^2]);
                predicted.Add(columns[^1]);
            }
        }
        Close();
        return sentences;

        void Close()
        {
            if (gold.Count > 0) sentences.Add(new([.. gold], [.. predicted]));
            gold.Clear();
            predicted.Clear();
        }
    }

    /// <summary>Span predictions as IOB2 tags over words and Chinese characters, cut where a span begins or ends inside one.</summary>
    /// <exception cref="InputException">Gold or answers are missing, or do not lie in the text.</exception>
    public static IReadOnlyList<TaggedSentence> Of(IEnumerable<Prediction> predictions) => [.. predictions.Select(p =>
    {
        var (gold, predicted) = ExtractionReading.Of(p, "spans");
        return TagRendering.Iob2(p.Text, gold, predicted, out _);
    })];

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, $"cannot be read: {e.Message}", e);
        }
    }
}
