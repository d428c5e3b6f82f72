namespace FineGrain.Data.Tokenization;

/// <summary>The special tokens of vocabularies that we train, in id order.</summary>
internal static class SpecialTokens
{
    public const string Padding = "[PAD]", Unknown = "[UNK]", First = "[CLS]", Last = "[SEP]", Mask = "[MASK]";

    public const int PaddingId = 0, UnknownId = 1, FirstId = 2, LastId = 3, MaskId = 4;

    public static readonly string[] All = [Padding, Unknown, First, Last, Mask];

    /// <summary>Those of <see cref="All"/> that a vocabulary has, as added tokens.</summary>
    public static AddedToken[] AddedTo(Func<string, int?> idOf) =>
        [.. All.Where(t => idOf(t) is not null).Select(t => new AddedToken { Id = idOf(t)!.Value, Content = t, Special = true })];
}
