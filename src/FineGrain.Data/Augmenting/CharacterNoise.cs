using System.Globalization;
using System.Text;
using FineGrain.Data.Randomness;

namespace FineGrain.Data.Augmenting;

/// <summary>Typing mistakes: a character is dropped, doubled, exchanged with the next one or replaced by a letter a–z; a Chinese one is dropped or doubled.</summary>
internal static class CharacterNoise
{
    /// <summary>Applies noise to each character (text element, so that no letter loses its accent) at <paramref name="rate"/>; a word never becomes empty.</summary>
    public static string Apply(TextUnit unit, double rate, SeededRandom random)
    {
        if (unit.Kind == UnitKind.Character)
        {
            // A lone character that is dropped leaves nothing; deletion by 'delete' has the same effect and its own rate.
            return random.Happens(rate) ? random.Below(2) == 0 ? "" : unit.Text + unit.Text : unit.Text;
        }
        var letters = new List<string>();
        for (var elements = StringInfo.GetTextElementEnumerator(unit.Text); elements.MoveNext();) letters.Add(elements.GetTextElement());
        var noisy = new StringBuilder(unit.Text.Length + 4);
        for (var i = 0; i < letters.Count; i++)
        {
            if (!random.Happens(rate))
            {
                noisy.Append(letters[i]);
                continue;
            }
            switch (random.Below(4))
            {
                case 0 when letters.Count > 1: break;
                case 1: noisy.Append(letters[i]).Append(letters[i]); break;
                case 2 when i + 1 < letters.Count: noisy.Append(letters[i + 1]).Append(letters[i++]); break;
                case 3: noisy.Append((char)('a' + random.Below(26))); break;
                default: noisy.Append(letters[i]); break;
            }
        }
        return noisy.Length == 0 ? unit.Text : noisy.ToString();
    }
}
