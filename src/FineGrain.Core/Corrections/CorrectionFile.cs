using System.Text;
using System.Text.Json;

namespace FineGrain.Core.Corrections;

/// <summary><c>corrections.jsonl</c>, the file between analysis and feedback, and the way in and out of a store: one <see cref="Correction"/> a line.</summary>
public static class CorrectionFile
{
    /// <summary>The corrections of a file, lazily; blank lines are skipped.</summary>
    /// <exception cref="InputException">The file is missing, or a line is no correction; names file:line.</exception>
    public static IEnumerable<Correction> Read(string path)
    {
        if (!File.Exists(path)) throw new InputException(path, "is not there. 'finegrain suggest' and 'finegrain corrections export' write corrections.");
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line)) yield return Parse(line, $"{path}:{number}");
        }
    }

    /// <summary>Writes <paramref name="corrections"/> whole or not at all.</summary>
    /// <exception cref="InputException">The place cannot be written.</exception>
    public static void Write(string path, IEnumerable<Correction> corrections) => FileWriting.Atomically(path, stream =>
    {
        foreach (var correction in corrections)
        {
            stream.Write(Encoding.UTF8.GetBytes(Line(correction)));
            stream.WriteByte((byte)'\n');
        }
    });

    /// <summary>One correction as its line, without the newline.</summary>
    public static string Line(Correction correction) => JsonSerializer.Serialize(correction, CoreJson.Line.Correction);

    /// <summary>The correction of a line.</summary>
    /// <param name="line">JSON.</param>
    /// <param name="where">Stands in the message, e.g. <c>file:line</c>.</param>
    /// <exception cref="InputException">The line is no correction, or lacks what its kind needs.</exception>
    public static Correction Parse(string line, string where)
    {
        try
        {
            var correction = JsonSerializer.Deserialize(line, CoreJson.Line.Correction) ?? throw new InputException(where, "a correction is expected, found null.");
            Check(correction, where);
            return correction;
        }
        catch (JsonException e)
        {
            throw new InputException(where, $"is no correction: {e.Message} A line is {{\"id\": …, \"example_id\": …, \"kind\": \"relabel\", \"new\": {{\"labels\": [\"positive\"]}}, \"author\": …, \"time\": …, \"state\": \"proposed\"}}.", e);
        }
    }

    /// <summary>Holds a correction to what its kind needs.</summary>
    /// <exception cref="InputException">A value is missing or stands where none may.</exception>
    public static void Check(Correction correction, string where)
    {
        var (needsOld, needsNew) = correction.Kind switch
        {
            CorrectionKind.SpanAdd => (false, true),
            CorrectionKind.SpanRemove => (true, false),
            CorrectionKind.SpanChange => (true, true),
            CorrectionKind.Drop => (false, false),
            _ => (false, true),
        };
        if (needsOld && Part(correction.Old, correction) is null) throw Missing("old");
        if (needsNew && Part(correction.New, correction) is null) throw Missing("new");
        if (!needsNew && correction.New is not null) throw new InputException(where, $"'new' has no meaning for a {Name(correction.Kind)}; leave it out.");
        if (correction.Layer is not (null or "entities" or "aspects")) throw new InputException(where, $"'layer' is '{correction.Layer}'; allowed: entities, aspects.");
        foreach (var span in (Span?[])[correction.Old?.Span, correction.New?.Span])
            if (span is not null && (span.Start < 0 || span.End <= span.Start || (correction.Text is { } text && span.End > text.Length)))
                throw new InputException(where, $"the span {span.Start}..{span.End} is not inside the text{(correction.Text is { Length: var n } ? $", which has {n} UTF-16 units" : "")}. Offsets are half-open and count from 0.");

        InputException Missing(string key) => new(where, $"a {Name(correction.Kind)} needs '{key}' with {Needed(correction.Kind)}.");
    }

    /// <summary>The kind as files write it.</summary>
    public static string Name(CorrectionKind kind) => JsonSerializer.Serialize(kind, CoreJson.Line.CorrectionKind).Trim('"');

    /// <summary>The state as files write it.</summary>
    public static string Name(CorrectionState state) => JsonSerializer.Serialize(state, CoreJson.Line.CorrectionState).Trim('"');

    private static object? Part(Annotation? annotation, Correction correction) => correction.Kind switch
    {
        CorrectionKind.Relabel => annotation?.Labels,
        CorrectionKind.Renumber => annotation?.Number,
        CorrectionKind.Reweight => annotation?.Weight,
        _ => annotation?.Span,
    };

    private static string Needed(CorrectionKind kind) => kind switch
    {
        CorrectionKind.Relabel => "'labels'",
        CorrectionKind.Renumber => "'number'",
        CorrectionKind.Reweight => "'weight'",
        _ => "'span' {\"start\": …, \"end\": …, \"label\": …}",
    };
}
