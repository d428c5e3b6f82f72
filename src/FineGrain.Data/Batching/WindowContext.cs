using FineGrain.Core;

namespace FineGrain.Data.Batching;

/// <summary>How much of its surroundings a window of a long text sees: of several windows the one that sees most is asked, as Devlin et al. 2019 do for answers.</summary>
public static class WindowContext
{
    /// <summary>How far a stretch lies from the nearest border behind which the window is blind; below 0 where it does not see all of it.</summary>
    /// <param name="window">The window, in UTF-16 units of the text.</param>
    /// <param name="cutBefore">Whether text stands before it that it does not see.</param>
    /// <param name="cutAfter">Whether text stands behind it that it does not see.</param>
    /// <param name="stretch">The stretch, in the same units.</param>
    public static int Of((int Start, int End) window, bool cutBefore, bool cutAfter, (int Start, int End) stretch) => Math.Min(
        cutBefore ? stretch.Start - window.Start : stretch.Start < window.Start ? -1 : int.MaxValue,
        cutAfter ? window.End - stretch.End : stretch.End > window.End ? -1 : int.MaxValue);

    /// <summary>The window that sees most around an aspect, the first of equal ones; windows behind the aspect are not asked for.</summary>
    internal static TextWindow Best(IEnumerable<TextWindow> windows, Span aspect)
    {
        TextWindow? best = null;
        var most = int.MinValue;
        foreach (var window in windows)
        {
            if (best is not null && window.Start > aspect.Start) break;
            var context = Of((window.Start, window.End), window.CutBefore, window.CutAfter, (aspect.Start, aspect.End));
            if (best is null || context > most) (best, most) = (window, context);
        }
        return best!;
    }
}
