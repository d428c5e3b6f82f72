namespace FineGrain.Core.Recipes;

/// <summary>Puts one value into a recipe tree, as <c>--set data.train[0].path=x.csv</c> does.</summary>
public static class RecipeOverride
{
    /// <summary>
    /// A copy of <paramref name="root"/> in which <paramref name="path"/> holds <paramref name="value"/>. Maps on the way are made where missing;
    /// a list index must exist or be the next one.
    /// </summary>
    /// <param name="root">The tree; unchanged.</param>
    /// <param name="path">Keys joined by dots, list positions in brackets, counted from 0.</param>
    /// <param name="value">What shall stand there; its mark says where it comes from.</param>
    /// <exception cref="InputException">The path is malformed, or a list index is beyond its list.</exception>
    public static RecipeNode Apply(RecipeNode root, string path, RecipeNode value) => Put(root, Parse(path, value.Mark), 0, path, value);

    private static RecipeNode Put(RecipeNode? node, List<object> steps, int depth, string path, RecipeNode value)
    {
        if (depth == steps.Count) return value;
        if (steps[depth] is int index)
        {
            var items = node is RecipeList list ? list.Items.ToList() : [];
            if (index > items.Count)
                throw new InputException(value.Mark.ToString(), $"'{path}' asks for position {index}, but the list has {items.Count} elements; the next free position is {items.Count}.");
            var item = Put(index < items.Count ? items[index] : null, steps, depth + 1, path, value);
            if (index < items.Count) items[index] = item;
            else items.Add(item);
            return new RecipeList(items, node?.Mark ?? value.Mark);
        }
        var key = (string)steps[depth];
        var entries = node is RecipeMap map ? map.Entries.ToList() : [];
        var at = entries.FindIndex(e => e.Key == key);
        var entry = new RecipeEntry(key, value.Mark, Put(at < 0 ? null : entries[at].Value, steps, depth + 1, path, value));
        if (at < 0) entries.Add(entry);
        else entries[at] = entry with { KeyMark = depth + 1 == steps.Count ? value.Mark : entries[at].KeyMark };
        return new RecipeMap(entries, node?.Mark ?? value.Mark);
    }

    /// <summary>Keys (<see cref="string"/>) and list positions (<see cref="int"/>).</summary>
    private static List<object> Parse(string path, RecipeMark mark)
    {
        var steps = new List<object>();
        foreach (var part in path.Split('.'))
        {
            var bracket = part.IndexOf('[', StringComparison.Ordinal);
            var key = bracket < 0 ? part : part[..bracket];
            if (key.Length == 0) throw Malformed(path, mark);
            steps.Add(key);
            for (var rest = bracket < 0 ? "" : part[bracket..]; rest.Length > 0;)
            {
                var close = rest.IndexOf(']', StringComparison.Ordinal);
                if (rest[0] != '[' || close < 0 || !int.TryParse(rest.AsSpan(1, close - 1), out var index) || index < 0) throw Malformed(path, mark);
                steps.Add(index);
                rest = rest[(close + 1)..];
            }
        }
        return steps;
    }

    private static InputException Malformed(string path, RecipeMark mark) =>
        new(mark.ToString(), $"'{path}' is not a path of recipe keys. Write e.g. 'training.epochs' or 'data.train[0].path'.");
}
