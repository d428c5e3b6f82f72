using System.Globalization;
using System.Text.RegularExpressions;
using FineGrain.Core;

namespace FineGrain.Analysis.Slicing.Where;

/// <summary>
/// The language of <c>--where</c>: comparisons of properties joined by <c>and</c>, <c>or</c>, <c>not</c> and brackets. <c>length &gt; 100 and (negation or text contains '但是') and gold == positive</c>.
/// Operators: <c>== != &lt; &lt;= &gt; &gt;=</c>, <c>in (a, b)</c>, <c>contains 'text'</c> (case aside), <c>has 'word'</c> (a whole word), <c>matches 'regex'</c>; a property alone is true where it is yes, or a number above 0.
/// <c>not</c> binds tightest, then <c>and</c>, then <c>or</c>.
/// </summary>
internal sealed class WhereExpression
{
    private static readonly string[] Operators = ["==", "!=", "<", "<=", ">", ">="];
    private static readonly TimeSpan RegexLimit = TimeSpan.FromSeconds(1);
    private readonly List<Token> tokens;
    private readonly PropertyTable table;
    private int next;

    private WhereExpression(string expression, PropertyTable table) => (tokens, this.table) = (Lexer.Read(expression), table);

    /// <summary>The rows of <paramref name="table"/> for which <paramref name="expression"/> holds.</summary>
    /// <exception cref="InputException">The expression is wrong; names the column and what is allowed there.</exception>
    public static Selection Select(string expression, PropertyTable table)
    {
        var parser = new WhereExpression(expression, table);
        if (parser.Peek.Kind == TokenKind.End) throw new InputException("where:1", "the expression is empty. Write one such as \"length > 100 and negation\".");
        var test = parser.Or();
        if (parser.Peek.Kind != TokenKind.End) throw Wrong(parser.Peek, $"'and', 'or' or the end is expected, found {parser.Peek}.");
        try
        {
            return Selection.Where(table.Rows, test);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new InputException("where", $"the pattern '{e.Pattern}' takes more than a second on one text. Write a simpler one.", e);
        }
    }

    private Token Peek => tokens[next];

    private Token Take() => tokens[next++];

    private Func<int, bool> Or()
    {
        var left = And();
        while (Peek.Is("or"))
        {
            next++;
            var (a, b) = (left, And());
            left = row => a(row) || b(row);
        }
        return left;
    }

    private Func<int, bool> And()
    {
        var left = Not();
        while (Peek.Is("and"))
        {
            next++;
            var (a, b) = (left, Not());
            left = row => a(row) && b(row);
        }
        return left;
    }

    private Func<int, bool> Not()
    {
        if (Peek.Is("not"))
        {
            next++;
            var inner = Not();
            return row => !inner(row);
        }
        if (!Peek.Is("(")) return Comparison();
        var open = Take();
        var inside = Or();
        if (!Peek.Is(")")) throw Wrong(Peek, $"')' is expected for the bracket at column {open.Column}, found {Peek}.");
        next++;
        return inside;
    }

    private Func<int, bool> Comparison()
    {
        var name = Take();
        if (name.Kind != TokenKind.Name) throw Wrong(name, $"a property is expected, found {name}. Known: {string.Join(", ", table.Properties.Select(p => p.Name).Order(StringComparer.Ordinal))}.");
        var found = table.Has(name.Text) ? name.Text : name.Text.StartsWith("column.", StringComparison.Ordinal) && table.Has(name.Text[7..]) ? name.Text[7..] : null;
        if (found is null) throw Wrong(name, $"property '{name.Text}' is unknown for these predictions. {table.Hint(name.Text)}");
        var column = table[found];
        var sign = Peek;
        if (Operators.Contains(sign.Text) && sign.Kind == TokenKind.Sign)
        {
            next++;
            return Compare(column, sign.Text, Value(column), sign);
        }
        if (sign.Is("in")) return In(column);
        if (sign.Is("contains") || sign.Is("has") || sign.Is("matches")) return Search(column, sign.Text);
        return column.Property.Kind switch
        {
            PropertyKind.Flag => row => column.Flags[row],
            PropertyKind.Number => row => column.Numbers[row] > 0,
            _ => throw Wrong(sign, $"'{name.Text}' is {Kind(column)} and needs a comparison, such as {name.Text} == '{Example(column)}' or {name.Text} contains '…'; found {sign}."),
        };
    }

    private Func<int, bool> In(Column column)
    {
        next++;
        var open = Take();
        if (!open.Is("(")) throw Wrong(open, $"'(' is expected after 'in', found {open}. Write in (a, b).");
        var tests = new List<Func<int, bool>>();
        while (true)
        {
            tests.Add(Compare(column, "==", Value(column), open));
            var after = Take();
            if (after.Is(")")) break;
            if (!after.Is(",")) throw Wrong(after, $"',' or ')' is expected, found {after}.");
        }
        return row => tests.Exists(t => t(row));
    }

    private Func<int, bool> Search(Column column, string operation)
    {
        next++;
        var value = Take();
        if (value.Kind is not (TokenKind.Text or TokenKind.Name or TokenKind.Number)) throw Wrong(value, $"a text is expected after '{operation}', found {value}.");
        if (column.Words.Length == 0) throw Wrong(value, $"'{operation}' is for texts; '{column.Property.Name}' is {Kind(column)}.");
        if (operation == "contains") return row => column.Words[row].Contains(value.Text, StringComparison.OrdinalIgnoreCase);
        if (operation == "has")
        {
            string[] wanted = [.. Terms.Of(value.Text)];
            if (wanted.Length != 1) throw Wrong(value, $"'{value.Text}' is not one word. In Chinese a word here is two characters; for longer texts write contains.");
            return row => Terms.Of(column.Words[row]).Contains(wanted[0], StringComparer.Ordinal);
        }
        try
        {
            var pattern = new Regex(value.Text, RegexOptions.CultureInvariant, RegexLimit);
            return row => pattern.IsMatch(column.Words[row]);
        }
        catch (ArgumentException e)
        {
            throw new InputException($"where:{value.Column}", $"'{value.Text}' is no regular expression: {e.Message}", e);
        }
    }

    private Token Value(Column column)
    {
        var value = Take();
        if (value.Kind is TokenKind.Text or TokenKind.Number or TokenKind.Name) return value;
        throw Wrong(value, $"a value of '{column.Property.Name}' is expected, found {value}.");
    }

    private static Func<int, bool> Compare(Column column, string sign, Token value, Token at)
    {
        switch (column.Property.Kind)
        {
            case PropertyKind.Number:
                if (!double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) throw Wrong(value, $"'{column.Property.Name}' is a number; it cannot be compared with {value}.");
                var numbers = column.Numbers;
                return sign switch
                {
                    "==" => row => numbers[row] == number,
                    "!=" => row => numbers[row] != number && !double.IsNaN(numbers[row]),
                    "<" => row => numbers[row] < number,
                    "<=" => row => numbers[row] <= number,
                    ">" => row => numbers[row] > number,
                    _ => row => numbers[row] >= number,
                };
            case PropertyKind.Flag:
                if (value.Text is not ("yes" or "no" or "true" or "false") || sign is not ("==" or "!=")) throw Wrong(at, $"'{column.Property.Name}' is yes or no. Write {column.Property.Name}, not {column.Property.Name}, or {column.Property.Name} == yes.");
                var wanted = (value.Text is "yes" or "true") == (sign == "==");
                return row => column.Flags[row] == wanted;
            default:
                if (sign is not ("==" or "!=")) throw Wrong(at, $"'{sign}' is for numbers; '{column.Property.Name}' is {Kind(column)}. Use ==, !=, in, contains or matches.");
                if (column.Property.Name is "gold" or "predicted" or "entity_label" && !Enumerable.Range(0, column.Words.Length).Any(row => column.Has(row, value.Text)))
                    throw Wrong(value, $"no example has {column.Property.Name} '{value.Text}'. {Nearest.Hint(value.Text, [.. (column.Property.Kind == PropertyKind.Names ? column.Words.SelectMany(w => w.Split('|')) : column.Words).Distinct(StringComparer.Ordinal).Take(50)])}");
                return sign == "==" ? row => column.Has(row, value.Text) : row => !column.Has(row, value.Text);
        }
    }

    private static string Kind(Column column) => column.Property.Kind switch
    {
        PropertyKind.Flag => "yes or no",
        PropertyKind.Number => "a number",
        _ => "a text",
    };

    private static string Example(Column column) => column.Words.FirstOrDefault(w => w.Length is > 0 and < 20) ?? "…";

    private static InputException Wrong(Token at, string message) => new($"where:{at.Column}", message);
}
