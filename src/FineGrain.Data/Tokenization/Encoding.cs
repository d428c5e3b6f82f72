namespace FineGrain.Data.Tokenization;

/// <summary>The tokens of one text or pair. All arrays have one entry a token.</summary>
public sealed class Encoding
{
    private readonly Tokenizer tokenizer;
    private string[]? tokens;

    internal Encoding(Tokenizer tokenizer, int length)
    {
        this.tokenizer = tokenizer;
        if (length == 0)
        {
            (Ids, TypeIds, Offsets, Special, Sequence) = ([], [], [], [], []);
            return;
        }
        Ids = GC.AllocateUninitializedArray<int>(length);
        TypeIds = new int[length];
        Offsets = GC.AllocateUninitializedArray<Offset>(length);
        Special = new bool[length];
        Sequence = new int[length];
    }

    /// <summary>Vocabulary ids.</summary>
    public int[] Ids { get; }

    /// <summary>Segment ids of the post-processor's template: mostly 0 for the text and 1 for the pair.</summary>
    public int[] TypeIds { get; }

    /// <summary>Ranges of the original text (of the pair where <see cref="Sequence"/> is 1); starts and ends never decrease inside one text.</summary>
    public Offset[] Offsets { get; }

    /// <summary>Whether the token was added by the post-processor and stands for no text.</summary>
    public bool[] Special { get; }

    /// <summary>0 for the text, 1 for the pair, -1 for an added special token.</summary>
    public int[] Sequence { get; }

    /// <summary>Vocabulary entries of <see cref="Ids"/>.</summary>
    public string[] Tokens => tokens ??= Array.ConvertAll(Ids, tokenizer.TokenOf);

    /// <summary>Number of tokens.</summary>
    public int Length => Ids.Length;
}
