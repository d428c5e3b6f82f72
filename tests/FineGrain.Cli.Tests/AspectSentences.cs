namespace FineGrain.Cli.Tests;

/// <summary>Sentences of one good and one bad thing, 36 in all, as a data file of each target of task aspects.</summary>
internal static class AspectSentences
{
    /// <summary>Three lines for each aspect: the sentence with its mark, the aspect, the polarity.</summary>
    public static IEnumerable<string> ThreeLines => All.SelectMany(s => (string[])
        [$"{s.GoodWord} $T$ but {s.BadWord} {s.BadThing}", s.GoodThing, "positive", $"{s.GoodWord} {s.GoodThing} but {s.BadWord} $T$", s.BadThing, "negative"]);

    /// <summary>ASTE lines.</summary>
    public static IEnumerable<string> Triplets => All.SelectMany(s => (string[])
        [$"the {s.GoodThing} is {s.GoodWord}####[([1], [3], 'POS')]", $"{s.BadWord} {s.BadThing} here####[([1], [0], 'NEG')]"]);

    /// <summary>JSON lines with labels of categories.</summary>
    public static IEnumerable<string> Categories => All.SelectMany(s => (string[])
        [$$"""{"text":"{{s.GoodWord}} {{s.GoodThing}}","label":["{{s.GoodThing}}=positive"]}""", $$"""{"text":"{{s.BadWord}} {{s.BadThing}}","label":["{{s.BadThing}}=negative"]}""", """{"text":"nothing to say","label":[]}"""]);

    private static IEnumerable<(string GoodWord, string GoodThing, string BadWord, string BadThing)> All
    {
        get
        {
            string[] good = ["great", "lovely", "fine"], bad = ["awful", "poor", "dull"], things = ["room", "food", "staff", "view"];
            return good.Zip(bad).SelectMany(words => things.SelectMany(a => things.Where(b => b != a).Select(b => (words.First, a, words.Second, b))));
        }
    }
}
