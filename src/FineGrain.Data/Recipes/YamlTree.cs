using FineGrain.Core;
using FineGrain.Core.Recipes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FineGrain.Data.Recipes;

/// <summary>
/// Reads YAML into the neutral recipe tree. One document of maps, lists and scalars; what hides where a value comes from (anchors, aliases, tags,
/// several documents, a key written twice) is refused.
/// </summary>
public static class YamlTree
{
    /// <summary>Parses <paramref name="text"/>.</summary>
    /// <param name="text">YAML 1.2.</param>
    /// <param name="name">File name for positions.</param>
    /// <exception cref="InputException">No YAML, or a refused feature; the message has line and column.</exception>
    public static RecipeNode Parse(string text, string name)
    {
        var parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _)) throw new InputException(name, "the file is empty; a recipe needs at least 'name', 'data' and 'model'. 'finegrain init' writes one.");
            parser.Consume<DocumentStart>();
            var root = Node(parser, name);
            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out var second)) throw At(second.Start, name, "a second document starts here; a recipe is one document. Remove '---' and what follows.");
            return root;
        }
        catch (YamlException e)
        {
            throw new InputException(Mark(e.Start, name).ToString(), $"this is not YAML: {(e.InnerException ?? e).Message} Check indentation (spaces, no tabs), quotes and brackets on this line and the one before.", e);
        }
    }

    private static RecipeNode Node(Parser parser, string name)
    {
        if (parser.Accept<AnchorAlias>(out var alias)) throw At(alias.Start, name, $"'*{alias.Value}' is an alias; recipes have none. Write the value out.");
        if (parser.Accept<NodeEvent>(out var node))
        {
            if (!node.Anchor.IsEmpty) throw At(node.Start, name, $"'&{node.Anchor.Value}' is an anchor; recipes have none. Remove it and write repeated values out.");
            if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific) throw At(node.Start, name, $"'{node.Tag.Value}' is a tag; recipes have none. Remove it.");
        }
        if (parser.TryConsume<YamlDotNet.Core.Events.Scalar>(out var scalar))
            return new RecipeScalar(scalar.Value, scalar.Style != ScalarStyle.Plain, Mark(scalar.Start, name));
        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            var items = new List<RecipeNode>();
            while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Node(parser, name));
            return new RecipeList(items, Mark(sequence.Start, name));
        }
        var mapping = parser.Consume<MappingStart>();
        var entries = new List<RecipeEntry>();
        while (!parser.TryConsume<MappingEnd>(out _)) entries.Add(Entry(parser, name, entries));
        return new RecipeMap(entries, Mark(mapping.Start, name));
    }

    private static RecipeEntry Entry(Parser parser, string name, List<RecipeEntry> before)
    {
        if (Node(parser, name) is not RecipeScalar key) throw At(parser.Current!.Start, name, "a key must be a single word.");
        if (before.FirstOrDefault(e => e.Key == key.Text) is { } first)
            throw new InputException(key.Mark.ToString(), $"the key '{key.Text}' stands here a second time; the first is on line {first.KeyMark.Line}. Remove one.");
        var value = Node(parser, name);
        // A block section starts at its first key, on a later line; the line of its own key is the one to point at.
        return new RecipeEntry(key.Text, key.Mark, value is RecipeScalar || value.Mark.Line == key.Mark.Line ? value : value with { Mark = key.Mark });
    }

    private static RecipeMark Mark(YamlDotNet.Core.Mark mark, string name) => new(name, (int)mark.Line, (int)mark.Column);

    private static InputException At(YamlDotNet.Core.Mark mark, string name, string message) => new(Mark(mark, name).ToString(), message);
}
