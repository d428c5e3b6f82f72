namespace FineGrain.Data.Tokenization.PreTokenizers;

/// <summary>Applies a <see cref="SplitBehavior"/> to the alternating matches and gaps of one piece.</summary>
internal struct SplitCutter(Pieces pieces, SplitBehavior behavior, int from)
{
    private int open = from;        // start of the piece not yet written
    private bool lastWasMatch;
    private bool any;

    /// <summary>The next part, adjoining the one before.</summary>
    public void Part(int start, int end, bool isMatch)
    {
        switch (behavior)
        {
            case SplitBehavior.Removed:
                if (!isMatch) pieces.Add(start, end);
                open = end;
                break;
            case SplitBehavior.Isolated:
                pieces.Add(start, end);
                open = end;
                break;
            case SplitBehavior.Contiguous:
                if (any && lastWasMatch != isMatch) Close(start);
                break;
            case SplitBehavior.MergedWithPrevious:
                // A match closes the piece it ends; a match after a match stands alone.
                if (isMatch) Close(end);
                break;
            case SplitBehavior.MergedWithNext:
                if (isMatch) Close(start);
                break;
        }
        lastWasMatch = isMatch;
        any = true;
    }

    /// <summary>Writes what is still open.</summary>
    public void Finish(int end) => Close(end);

    private void Close(int end)
    {
        pieces.Add(open, end);
        open = end;
    }
}
