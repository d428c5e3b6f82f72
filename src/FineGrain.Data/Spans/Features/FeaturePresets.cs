namespace FineGrain.Data.Spans.Features;

/// <summary>Lists of templates under one name.</summary>
internal static class FeaturePresets
{
    /// <summary>Words, affixes, shapes and the text around, as in Zhang and Johnson 2003 (table 2) and Ratinov and Roth 2009 (section 3), without word lists.</summary>
    private static readonly string[] english =
    [
        "word@-2", "word@-1", "word", "word@1", "word@2", "form", "word@-1+word", "word+word@1", "word@-1+word@1", "word@-2+word@-1", "word@1+word@2",
        "prefix1", "prefix2", "prefix3", "prefix4", "prefix5", "suffix1", "suffix2", "suffix3", "suffix4", "suffix5", "suffix3@-1", "suffix3@1", "prefix3@-1", "prefix3@1",
        "shape", "shape@-1", "shape@1", "short_shape", "short_shape@-1", "short_shape@1", "short_shape@-1+short_shape", "short_shape+short_shape@1",
        "short_shape@-1+short_shape+short_shape@1", "case@-2+case@-1+case+case@1+case@2", "digits", "digits@-1", "digits@1",
        "first+case", "first+word", "upper_text+short_shape", "upper_text+word", "elsewhere", "elsewhere+first", "again+case",
        "left_of_capitals", "right_of_capitals", "enclosed+case", "word@-1+case", "case+word@1",
    ];

    /// <summary>Characters, their pairs and triples and their classes, as in Chen et al. 2006 (section 3.2) and Zhao et al. 2006 (table 1), and the text around.</summary>
    private static readonly string[] chinese =
    [
        "word@-2", "word@-1", "word", "word@1", "word@2", "word@-2+word@-1", "word@-1+word", "word+word@1", "word@1+word@2", "word@-1+word@1",
        "word@-2+word@-1+word", "word@-1+word+word@1", "word+word@1+word@2", "class", "class@-1+class", "class+class@1", "class@-1+class+class@1",
        "class@-2+class@-1+class+class@1+class@2", "doubled", "doubled@1", "run+run_place", "enclosed", "enclosed+word", "position+word", "clause+word", "again_in_pair", "again_in_pair+word",
    ];

    /// <summary>Which words of the lexicon a unit begins, runs through, ends or is: their lengths, types and spellings (Ma et al. 2020, section 4).</summary>
    private static readonly string[] lexicon =
    [
        "lexicon_sets", "lexicon_sets@-1+lexicon_sets", "lexicon_sets+lexicon_sets@1", "lexicon_begin", "lexicon_inside", "lexicon_end", "lexicon_begin+lexicon_end", "lexicon_begin@1", "lexicon_end@-1",
        "lexicon_begin_word", "lexicon_inside_word", "lexicon_end_word", "lexicon_single_word", "lexicon_begin_word@1", "lexicon_end_word@-1",
        "lexicon_begin_type+lexicon_begin", "lexicon_inside_type+lexicon_inside", "lexicon_end_type+lexicon_end", "lexicon_single_type",
    ];

    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["english", "chinese", "lexicon"];

    /// <summary>The templates of a preset, or the template itself.</summary>
    public static IReadOnlyList<string> Expand(string name) => name switch
    {
        "english" => english,
        "chinese" => chinese,
        "lexicon" => lexicon,
        _ => [name],
    };
}
