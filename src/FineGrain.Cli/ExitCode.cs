namespace FineGrain.Cli;

/// <summary>What the process says to the shell.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A recipe, a data file, a model folder or an argument's value is wrong; the message says how to mend it.</summary>
    public const int BadInput = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Everything worked, but what was asked to hold does not, such as a limit of <c>check --strict</c>.</summary>
    public const int NotMet = 3;

    /// <summary>A defect of FineGrain (EX_SOFTWARE of sysexits.h).</summary>
    public const int Bug = 70;

    /// <summary>The reader of standard output went away, as in <c>| head -1</c> (128 + SIGPIPE); nothing is said.</summary>
    public const int Unread = 141;

    /// <summary>Stopped by Ctrl-C (128 + SIGINT).</summary>
    public const int Stopped = 130;
}
