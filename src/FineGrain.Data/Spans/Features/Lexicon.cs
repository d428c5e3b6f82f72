using System.Globalization;
using System.Text;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Randomness;
using FineGrain.Data.Reading;
using FineGrain.Data.Tokenization.Models;

namespace FineGrain.Data.Spans.Features;

/// <summary>
/// A list of words that texts are matched against, upper and lower case alike: a user's word list, a gazetteer, or words found in the training texts.
/// A file has a word on each line, or word, type and frequency with tabs between them; a word may have several types.
/// </summary>
public sealed class Lexicon
{
    private readonly PrefixTrie trie;
    private readonly (ulong Word, ulong Types, int Frequency)[] entries;

    /// <param name="words">The words; of equal ones the types are joined and the frequencies added.</param>
    public Lexicon(IEnumerable<LexiconWord> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        Words = [.. words];
        var merged = new Dictionary<string, (HashSet<string> Types, long Frequency)>(StringComparer.Ordinal);
        foreach (var word in Words)
        {
            var folded = Folded(word.Word);
            var (types, frequency) = merged.GetValueOrDefault(folded, ([], 0));
            if (word.Type.Length > 0) types.Add(word.Type);
            merged[folded] = (types, frequency + word.Frequency);
        }
        entries = [.. merged.Select(m => (StableHash.Of(m.Key), TypesOf(m.Value.Types), (int)Math.Min(int.MaxValue, m.Value.Frequency)))];
        trie = new(merged.Keys.Select((word, id) => KeyValuePair.Create(word, id)));
    }

    /// <summary>The words as they were given.</summary>
    public IReadOnlyList<LexiconWord> Words { get; }

    /// <summary>Number of different words.</summary>
    public int Count => entries.Length;

    internal PrefixTrie Trie => trie;

    /// <summary>Hash of a word, hash of its types (0 for none), and its frequency.</summary>
    internal (ulong Word, ulong Types, int Frequency) this[int id] => entries[id];

    /// <summary>The lexicon that a recipe asks for: the words of its file and those found in the training texts; null where it asks for none.</summary>
    /// <param name="recipe">The recipe's features.</param>
    /// <param name="folder">Where its path starts from.</param>
    /// <param name="texts">The training texts, cleaned; read only when new words are asked for.</param>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static Lexicon? Of(FeatureRecipe recipe, string folder, IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        if (recipe.Lexicon.Length == 0 && recipe.NewWords == 0) return null;
        IEnumerable<LexiconWord> given = recipe.Lexicon.Length == 0 ? [] : Load(Path.Combine(folder, recipe.Lexicon), recipe.Lexicon).Words;
        return new(given.Concat(recipe.NewWords == 0 ? [] : new NewWords(recipe.NewWords).Of(texts)));
    }

    /// <summary>Reads a file, plain or gzip; empty lines are passed over.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What messages call it; null is the path.</param>
    /// <exception cref="InputException">The file cannot be read, or a line is no word; the message has its number.</exception>
    public static Lexicon Load(string path, string? name = null)
    {
        var file = new SourceFile(path, name ?? path, null);
        return new(file.Lines().Select(line => Parse(line.Text, file.Where(line.Number))).OfType<LexiconWord>());
    }

    /// <summary>Writes the words to a file that <see cref="Load"/> reads.</summary>
    /// <exception cref="InputException">The place cannot be written.</exception>
    public void Save(string path) => FileWriting.Atomically(path, stream =>
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        foreach (var word in Words) text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{word.Word}\t{word.Type}\t{word.Frequency}"));
    });

    private static LexiconWord? Parse(string line, string where)
    {
        var columns = line.Split('\t');
        if (columns.Length > 3) throw new InputException(where, $"{columns.Length} columns; a line has a word, or a word, its type and its frequency with tabs between them.");
        var word = string.Join(' ', columns[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (word.Length == 0 && columns.Length == 1) return null;
        if (word.Length == 0) throw new InputException(where, "the first column, the word, is empty. Remove the line or fill it in.");
        var frequency = 1;
        if (columns.Length == 3 && (!int.TryParse(columns[2], NumberStyles.None, CultureInfo.InvariantCulture, out frequency) || frequency < 1))
            throw new InputException(where, $"'{columns[2]}' is no frequency; the third column is a whole number from 1 on, or left out.");
        return new(word, columns.Length > 1 ? columns[1].Trim() : "", frequency);
    }

    private static string Folded(string word) => string.Create(word.Length, word, static (to, from) =>
    {
        for (var i = 0; i < to.Length; i++) to[i] = char.ToLowerInvariant(from[i]);
    });

    private static ulong TypesOf(HashSet<string> types)
    {
        var hash = 0UL;
        foreach (var type in types) hash = unchecked(hash + StableHash.Of(type)); // a sum, so that their order says nothing
        return hash;
    }
}
