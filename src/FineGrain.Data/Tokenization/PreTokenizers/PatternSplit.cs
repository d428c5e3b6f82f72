using System.Text.Json;
using FineGrain.Core;
using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization.PreTokenizers;

/// <summary>What happens to the matches of a splitting pattern.</summary>
internal enum SplitBehavior
{
    /// <summary>Dropped.</summary>
    Removed,

    /// <summary>A piece each.</summary>
    Isolated,

    /// <summary>Joined to the piece before.</summary>
    MergedWithPrevious,

    /// <summary>Joined to the piece after.</summary>
    MergedWithNext,

    /// <summary>Neighbouring matches are one piece.</summary>
    Contiguous,
}

/// <summary>Splits at the matches of an expression or a string; inverted, the matches are what counts as text.</summary>
internal sealed class PatternSplit(string pattern, bool isRegex, SplitBehavior behavior, bool invert, string where = "pre_tokenizer") : PreTokenizer
{
    private readonly TextPattern matcher = isRegex ? TextPattern.OfRegex(pattern, where) : new StringPattern(pattern);

    public override void Split(Pieces pieces)
    {
        var text = pieces.Text;
        for (var p = 0; p < pieces.Count; p++)
        {
            var (from, to) = pieces[p];
            var cutter = new SplitCutter(pieces, behavior, from);
            for (var at = from; at < to;)
            {
                if (!matcher.Next(text, at, to, out var start, out var end)) start = end = to;
                if (start > at) cutter.Part(at, start, isMatch: invert);
                if (end > start) cutter.Part(start, end, isMatch: !invert);
                at = end;
            }
            cutter.Finish(to);
        }
        pieces.Commit();
    }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Split");
        json.WriteStartObject("pattern");
        json.WriteString(isRegex ? "Regex" : "String", pattern);
        json.WriteEndObject();
        json.WriteString("behavior", behavior.ToString());
        json.WriteBoolean("invert", invert);
        json.WriteEndObject();
    }

    /// <summary>Reads the name of a behavior.</summary>
    /// <exception cref="InputException">The name is unknown.</exception>
    public static SplitBehavior BehaviorOf(string name, string where) => Enum.TryParse<SplitBehavior>(name, ignoreCase: true, out var behavior)
        ? behavior
        : throw new InputException(where, $"the behavior '{name}' is unknown. {Nearest.Hint(name, Enum.GetNames<SplitBehavior>())}");

    private sealed class StringPattern(string content) : TextPattern
    {
        public override bool Next(MappedText text, int from, int to, out int start, out int end)
        {
            var found = content.Length == 0 ? -1 : text.Units[from..to].IndexOf(content, StringComparison.Ordinal);
            start = found < 0 ? to : from + found;
            end = found < 0 ? to : start + content.Length;
            return found >= 0;
        }
    }
}
