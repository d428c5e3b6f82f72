using System.Globalization;
using FineGrain.Analysis.Metrics;
using FineGrain.Core;

namespace FineGrain.Analysis.Slicing;

/// <summary>Every property of every row; each is worked out when it is first asked for.</summary>
internal sealed class PropertyTable
{
    private readonly OrderedDictionary<string, (Property Property, Func<Column> Make)> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Column> made = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<Prediction> rows;

    public PropertyTable(IReadOnlyList<Prediction> rows, IReadOnlyList<RowOutcome> outcomes, string target, TrainingKnowledge? train)
    {
        this.rows = rows;
        Number("length", "characters of the text, its pair included", p => p.Text.Length + (p.Pair?.Length ?? 0));
        Number("words", "words of the text; in Chinese two characters count as one", p => Terms.Count(Whole(p)));
        foreach (var (name, meaning) in ((string, string)[])[("negation", "has a word that denies, such as not or 不"), ("contrast", "turns, with a word such as but or 但是"),
            ("degree", "has a word of degree, such as very or 很"), ("irony", "has a sign of irony, such as 'oh great' or 呵呵")])
        {
            var lexicon = Lexicon.Named(name);
            Flag(name, meaning, p => lexicon.In(Whole(p)));
        }
        Flag("numbers", "has a digit", p => Whole(p).Any(char.IsDigit));
        Flag("question", "has a question mark", p => Whole(p).AsSpan().IndexOfAny('?', '？') >= 0);
        Flag("exclamation", "has an exclamation mark", p => Whole(p).AsSpan().IndexOfAny('!', '！') >= 0);
        Flag("emoji", "has an emoji or another symbol outside the common ones", p => Whole(p).EnumerateRunes().Any(r => r.Value >= 0x1F300 && r.Value <= 0x1FAFF || r.Value is >= 0x2600 and <= 0x27BF));
        Flag("mixed", "has Chinese and Latin letters", p => HasHan(Whole(p)) && Whole(p).Any(char.IsAsciiLetter));
        Word("language", "zh where most letters are Chinese, else latin or other", Language);
        if (target is not ("number" or "spans" or "triplets"))
        {
            Word("gold", "the gold labels", p => p.Gold is null ? "" : string.Join('|', p.Gold.Order(StringComparer.Ordinal)));
            Word("predicted", "the answer", p => string.Join('|', p.Labels.Order(StringComparer.Ordinal)));
        }
        if (target is "spans" or "triplets")
            Add(new("entity_label", PropertyKind.Names, "labels of the gold spans in the text"), p => Column.Of(p, [.. rows.Select(EntityLabels)]));
        if (rows.Any(p => p.GoldSpans is not null))
        {
            Number("spans", "gold spans in the text", p => p.GoldSpans?.Count ?? 0);
            Number("span_words", "words of the longest gold span", p => p.GoldSpans is { Count: > 0 } s ? s.Max(x => Terms.Count(x.Slice(p.Text))) : double.NaN);
        }
        if (train is not null)
        {
            Number("unseen", "share of words that the training data never had", p => Share(p, t => train.CountOf(t) == 0));
            Number("rare", "share of words that the training data had once or twice", p => Share(p, t => train.CountOf(t) is 1 or 2));
            Number("duplicate", "similarity with the nearest training text, 0.5 to 1, or 0", p => train.Similarity(p.Pair is null ? p.Text : $"{p.Text}\n{p.Pair}"));
            if (rows.Any(p => p.GoldSpans is not null)) Flag("unseen_entity", "has a gold span whose words are no entity of the training data", p => p.GoldSpans is { } s && s.Any(x => !train.HasEntity(x.Slice(p.Text))));
        }
        if (outcomes.All(o => o.Correct is not null)) Add(new("correct", PropertyKind.Flag, "whether the answer is right"), p => Column.Of(p, [.. outcomes.Select(o => o.Correct!.Value)]));
        if (outcomes.Any(o => o.Confidence is not null)) Add(new("confidence", PropertyKind.Number, "probability of the answer"), p => Column.Of(p, [.. outcomes.Select(o => o.Confidence ?? double.NaN)]));
        Add(new("loss", PropertyKind.Number, "what the answer costs; see the metrics"), p => Column.Of(p, [.. outcomes.Select(o => o.Loss)]));
        Add(new("text", PropertyKind.Text, "the text itself"), p => Column.Of(p, [.. rows.Select(r => r.Text)]));
        if (rows.Any(r => r.Pair is not null)) Add(new("pair", PropertyKind.Text, "the second text"), p => Column.Of(p, [.. rows.Select(r => r.Pair ?? "")]));
        Add(new("id", PropertyKind.Text, "the id"), p => Column.Of(p, [.. rows.Select(r => r.Id)]));
        foreach (var name in rows.SelectMany(r => r.Fields?.Keys ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) Field(name);
    }

    public int Rows => rows.Count;

    public IEnumerable<Property> Properties => known.Values.Select(k => k.Property);

    /// <summary>The values of a property.</summary>
    /// <exception cref="InputException">There is none of that name.</exception>
    public Column this[string name]
    {
        get
        {
            if (made.TryGetValue(name, out var column)) return column;
            if (!known.TryGetValue(name, out var entry)) throw new InputException($"property '{name}'", $"is unknown for these predictions. {Hint(name)}");
            return made[name] = entry.Make();
        }
    }

    /// <summary>Whether a column of the data only says the gold label again, under its own or another name.</summary>
    public bool RepeatsGold(string name)
    {
        if (name is "gold" or "predicted" || !Has("gold") || known[name].Property.Kind != PropertyKind.Word) return false;
        var (gold, other) = (this["gold"].Words, this[name].Words);
        return gold.Zip(other).Distinct().Count() == gold.Distinct(StringComparer.Ordinal).Count() && other.Distinct(StringComparer.Ordinal).Skip(1).Any();
    }

    public bool Has(string name) => known.ContainsKey(name);

    public string Hint(string name) => name is "unseen" or "rare" or "duplicate" or "unseen_entity" && !Has("unseen")
        ? "It needs the training data: name them with --train."
        : name is "gold" or "label" && Has("entity_label") ? "Texts with spans are cut by the labels of their gold spans: 'entity_label'."
        : Nearest.Hint(name, [.. known.Keys]);

    private void Field(string name)
    {
        string[] values = [.. rows.Select(r => r.Fields?.GetValueOrDefault(name) ?? "")];
        var numbers = values.Select(v => v.Length == 0 ? double.NaN : double.TryParse(v, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : double.PositiveInfinity).ToArray();
        var column = known.ContainsKey(name) || name is "and" or "or" or "not" or "in" or "contains" or "has" or "matches" ? $"column.{name}" : name;
        var isNumber = numbers.Any(n => !double.IsNaN(n)) && !numbers.Any(double.IsPositiveInfinity);
        var kind = isNumber ? PropertyKind.Number : values.Distinct(StringComparer.Ordinal).Take(51).Count() <= 50 ? PropertyKind.Word : PropertyKind.Text;
        Add(new(column, kind, $"column '{name}' of the data"), p => kind == PropertyKind.Number ? Column.Of(p, numbers) : Column.Of(p, values));
    }

    private void Number(string name, string meaning, Func<Prediction, double> value) => Add(new(name, PropertyKind.Number, meaning), p => Column.Of(p, [.. rows.AsParallel().AsOrdered().Select(value)]));

    private void Flag(string name, string meaning, Func<Prediction, bool> value) => Add(new(name, PropertyKind.Flag, meaning), p => Column.Of(p, [.. rows.AsParallel().AsOrdered().Select(value)]));

    private void Word(string name, string meaning, Func<Prediction, string> value) => Add(new(name, PropertyKind.Word, meaning), p => Column.Of(p, [.. rows.Select(value)]));

    private void Add(Property property, Func<Property, Column> make) => known[property.Name] = (property, () => make(property));

    private static string EntityLabels(Prediction p) => string.Join('|', (p.GoldSpans?.Select(s => s.Label) ?? p.GoldTriplets?.Select(t => t.Polarity) ?? []).Distinct().Order(StringComparer.Ordinal));

    private static string Whole(Prediction p) => p.Pair is null ? p.Text : $"{p.Text} {p.Pair}";

    private static double Share(Prediction p, Func<string, bool> counts)
    {
        int all = 0, found = 0;
        foreach (var term in Terms.Of(Whole(p))) (all, found) = (all + 1, found + (counts(term) ? 1 : 0));
        return all == 0 ? 0 : (double)found / all;
    }

    private static bool HasHan(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (Terms.IsIdeographic(text, i)) return true;
        return false;
    }

    private static string Language(Prediction p)
    {
        var text = Whole(p);
        int han = 0, latin = 0, other = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (Terms.IsIdeographic(text, i)) han++;
            else if (char.IsAsciiLetter(text[i])) latin++;
            else if (char.IsLetter(text, i)) other++;
        }
        return han == 0 && latin == 0 && other == 0 ? "none" : 2 * han >= latin && han > other ? "zh" : latin >= other ? "latin" : "other"; // a Chinese character says about as much as two letters
    }
}
