using System.Text.Json;
using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization.Normalizers;

/// <summary>Drops white space at the beginning, at the end, or both.</summary>
internal sealed class Strip(bool left, bool right) : Normalizer
{
    public override void Apply(MappedText text)
    {
        int from = 0, to = text.Length;
        if (left)
            while (from < to && IsSpace(text.Units[from])) from++;
        if (right)
            while (to > from && IsSpace(text.Units[to - 1])) to--;
        if (to - from == text.Length) return;
        text.Begin();
        text.Keep(from, to);
        text.Commit();
    }

    public override void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "Strip");
        json.WriteBoolean("strip_left", left);
        json.WriteBoolean("strip_right", right);
        json.WriteEndObject();
    }

    private static bool IsSpace(char unit) => (UnicodeTables.FlagsOf(unit) & UnicodeFlags.ScriptSpace) != 0;
}
