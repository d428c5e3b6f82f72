namespace FineGrain.Analysis.Metrics.Spans.Tags;

/// <summary>A tool that reads spans out of tags.</summary>
public enum TagTool
{
    /// <summary>The CoNLL shared tasks' script: B, I, O and E; forgiving; joins what it does not know (S-X S-X is one span).</summary>
    Conlleval,

    /// <summary>seqeval, default mode: B, I, O, E and S; forgiving.</summary>
    Seqeval,

    /// <summary>seqeval, mode strict, scheme IOB1.</summary>
    SeqevalStrictIob1,

    /// <summary>seqeval, mode strict, scheme IOB2.</summary>
    SeqevalStrictIob2,

    /// <summary>seqeval, mode strict, scheme IOBES.</summary>
    SeqevalStrictIobes,
}
