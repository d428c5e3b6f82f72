namespace FineGrain.Data.Reading;

/// <summary>A Penn Treebank sentiment tree such as <c>(3 (2 It) (4 (2 's) (4 lovely)))</c>: tokens, and the labelled nodes over them in preorder.</summary>
internal sealed class SentimentTree
{
    /// <summary>A labelled node over tokens [First, End).</summary>
    internal readonly record struct Node(string Label, int First, int End);

    /// <summary>Words with brackets and slashes as in running text.</summary>
    public List<string> Tokens { get; } = [];

    /// <summary>Nodes in preorder; the first one is the sentence.</summary>
    public List<Node> Nodes { get; } = [];

    /// <summary>The words of a node, joined by spaces.</summary>
    public string Text(Node node) => string.Join(' ', Tokens[node.First..node.End]);

    /// <summary>Reads one tree.</summary>
    /// <exception cref="FormatException">The line is not one tree; the message names the character.</exception>
    public static SentimentTree Parse(string line)
    {
        var tree = new SentimentTree();
        var open = new Stack<int>();
        var at = 0;
        while (true)
        {
            while (at < line.Length && char.IsWhiteSpace(line[at])) at++;
            if (at == line.Length) break;
            if (line[at] == ')')
            {
                if (!open.TryPop(out var closed)) throw new FormatException($"character {at + 1}: ')' without '('");
                tree.Nodes[closed] = tree.Nodes[closed] with { End = tree.Tokens.Count };
                at++;
                continue;
            }
            if (open.Count == 0 && (tree.Nodes.Count > 0 || line[at] != '(')) throw new FormatException($"character {at + 1}: '(' of one tree is expected, found '{line[at]}'");
            var opens = line[at] == '(';
            if (opens) at++;
            var word = Word(line, ref at);
            if (word.Length == 0) throw new FormatException($"character {at + 1}: a label is expected after '('");
            if (!opens) tree.Tokens.Add(Unescape(word));
            else
            {
                open.Push(tree.Nodes.Count);
                tree.Nodes.Add(new Node(word, tree.Tokens.Count, tree.Tokens.Count));
            }
        }
        if (open.Count > 0) throw new FormatException($"{open.Count} '(' without ')'");
        return tree;
    }

    private static string Word(string line, ref int at)
    {
        while (at < line.Length && line[at] == ' ') at++;
        var start = at;
        while (at < line.Length && line[at] is not ('(' or ')') && !char.IsWhiteSpace(line[at])) at++;
        return line[start..at];
    }

    /// <summary>Penn Treebank escapes, upper or lower case, back to characters.</summary>
    private static string Unescape(string token) => token.ToUpperInvariant() switch
    {
        "-LRB-" => "(",
        "-RRB-" => ")",
        "-LSB-" => "[",
        "-RSB-" => "]",
        "-LCB-" => "{",
        "-RCB-" => "}",
        _ => token.Replace(@"\/", "/", StringComparison.Ordinal).Replace(@"\*", "*", StringComparison.Ordinal),
    };
}
