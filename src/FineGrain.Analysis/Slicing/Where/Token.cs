namespace FineGrain.Analysis.Slicing.Where;

internal enum TokenKind { Name, Text, Number, Sign, End }

/// <summary>A piece of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its characters, quotes removed.</param>
/// <param name="Column">1-based column of its first character.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Column)
{
    public bool Is(string word) => Kind is TokenKind.Name or TokenKind.Sign && Text == word;

    public override string ToString() => Kind == TokenKind.End ? "the end" : $"'{Text}'";
}
