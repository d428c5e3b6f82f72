using System.Text;
using FineGrain.Core;

namespace FineGrain.Analysis.Slicing.Where;

/// <summary>Cuts an expression into tokens.</summary>
internal static class Lexer
{
    private static readonly string[] Signs = ["==", "!=", "<=", ">=", "<", ">", "=", "(", ")", ","];

    public static List<Token> Read(string expression)
    {
        var tokens = new List<Token>();
        for (var i = 0; i < expression.Length;)
        {
            if (char.IsWhiteSpace(expression[i])) i++;
            else if (expression[i] is '"' or '\'') i = Quoted(expression, i, tokens);
            else if (Signs.FirstOrDefault(s => string.CompareOrdinal(expression, i, s, 0, s.Length) == 0) is { } sign)
            {
                tokens.Add(new(TokenKind.Sign, sign == "=" ? "==" : sign, i + 1));
                i += sign.Length;
            }
            else if (char.IsAsciiDigit(expression[i]) || (expression[i] is '-' or '.' && i + 1 < expression.Length && (char.IsAsciiDigit(expression[i + 1]) || expression[i + 1] == '.')))
                i = Run(expression, i, tokens, TokenKind.Number, c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+');
            else if (char.IsLetter(expression[i]) || expression[i] == '_' || char.IsSurrogate(expression[i]))
                i = Run(expression, i, tokens, TokenKind.Name, c => char.IsLetterOrDigit(c) || c is '_' or '.' or '-' or '|' || char.IsSurrogate(c));
            else throw new InputException($"where:{i + 1}", $"'{expression[i]}' cannot stand in an expression. Write names, numbers, 'texts', == != < <= > >= in contains has matches, and or not, and brackets.");
        }
        tokens.Add(new(TokenKind.End, "", expression.Length + 1));
        return tokens;
    }

    private static int Run(string expression, int from, List<Token> tokens, TokenKind kind, Func<char, bool> inside)
    {
        var to = from + 1;
        while (to < expression.Length && inside(expression[to])) to++;
        var text = expression[from..to];
        // "column." may be followed by a quoted name: a column can be called anything.
        if (text == "column." && to < expression.Length && expression[to] is '"' or '\'')
        {
            to = Quoted(expression, to, tokens);
            tokens[^1] = new(TokenKind.Name, $"column.{tokens[^1].Text}", from + 1);
            return to;
        }
        tokens.Add(new(kind, text, from + 1));
        return to;
    }

    private static int Quoted(string expression, int from, List<Token> tokens)
    {
        var text = new StringBuilder();
        for (var i = from + 1; i < expression.Length; i++)
        {
            if (expression[i] == expression[from])
            {
                tokens.Add(new(TokenKind.Text, text.ToString(), from + 1));
                return i + 1;
            }
            if (expression[i] == '\\' && i + 1 < expression.Length && expression[i + 1] is '"' or '\'' or '\\') i++;
            text.Append(expression[i]);
        }
        throw new InputException($"where:{from + 1}", $"the text that starts with {expression[from]} has no end. Close it with {expression[from]}.");
    }
}
