using FineGrain.Core;

namespace FineGrain.Data.Tokenization;

/// <summary>How many tokens of each text stay.</summary>
internal static class Truncation
{
    /// <param name="First">Tokens of the text that stay, its tail included.</param>
    /// <param name="Second">Tokens of the pair that stay.</param>
    /// <param name="FirstTail">How many of <paramref name="First"/> are taken from the end.</param>
    public readonly record struct Cut(int First, int Second, int FirstTail);

    /// <summary>The plan for texts of <paramref name="first"/> and <paramref name="second"/> tokens beside <paramref name="special"/> special ones.</summary>
    /// <exception cref="InputException">No room for the special tokens, or an unknown strategy.</exception>
    public static Cut Plan(int first, int? second, int special, EncodeOptions options)
    {
        var other = second ?? 0;
        if (options.MaxLength is not { } length || first + other + special <= length) return new(first, other, 0);
        var room = length - special;
        if (room < 0)
            throw new InputException("max_length", $"{length} tokens have no room for the {special} special tokens. Set max_length to at least {special + 1}, or turn special tokens off.");
        switch (options.Truncation)
        {
            case "head_tail" when second is null:
                return new(room, 0, room - room / 4);
            case "only_first":
                return new(Math.Max(0, room - other), Math.Min(other, room), 0);
            case "only_second":
                return new(Math.Min(first, room), Math.Max(0, room - first), 0);
            case "longest_first" or "head_tail":
                return LongestFirst(first, other, room);
            default:
                throw new InputException("truncation", $"'{options.Truncation}' is no truncation strategy. {Nearest.Hint(options.Truncation, ["longest_first", "only_first", "only_second", "head_tail"])}");
        }
    }

    /// <summary>The longer text gives way until both are equal, then both by half; of an odd room the longer one has the extra token.</summary>
    private static Cut LongestFirst(int first, int second, int room)
    {
        var (shorter, longer) = first > second ? (second, first) : (first, second);
        if (shorter > room / 2) (shorter, longer) = (room / 2, room - room / 2);
        else longer = room - shorter;
        return first > second ? new(longer, shorter, 0) : new(shorter, longer, 0);
    }
}
