using FineGrain.Core;
using FineGrain.Data.Spans.Tags;

namespace FineGrain.Data.Spans.Columns;

/// <summary>Reads the tags of sentences and deals with those that break their scheme: reports file, line and repair, or repairs and counts.</summary>
internal sealed class BrokenSequences(SpanSource source, TagScheme scheme)
{
    private int repaired;
    private string? first;

    /// <summary>The spans of a sentence, in tokens; null where it is left out.</summary>
    public IReadOnlyList<Span>? Read(ColumnSentence sentence)
    {
        for (var i = 0; i < sentence.Tags.Count; i++)
            if (sentence.Tags[i].Letter is not '\0' and var letter && !scheme.Uses(letter) && source.Recipe.Broken == "error")
            {
                source.File.Bad(sentence.Lines[i], $"tag '{sentence.Tags[i]}' is none of scheme {scheme.Name}. Mend the line, or set 'scheme' or 'broken: repair'.");
                return null;
            }
        var reading = scheme.Decode(sentence.Tags);
        if (reading.Breaks.Count == 0) return reading.Spans;
        var line = sentence.Lines[reading.Breaks[0].Token];
        var sentenceOf = reading.Breaks[0].Sentence(scheme);
        if (source.Recipe.Broken == "error")
        {
            source.File.Bad(line, $"{sentenceOf}. Mend the line, or set 'broken: repair' to read it so.");
            return null;
        }
        repaired += reading.Breaks.Count;
        first ??= $"line {line}: {sentenceOf}";
        return reading.Spans;
    }

    /// <summary>States at the end how many tags were repaired.</summary>
    public void State()
    {
        if (repaired > 0) source.Note($"{repaired} tags break scheme {scheme.Name} and were repaired as conlleval reads them; {first}");
    }
}
