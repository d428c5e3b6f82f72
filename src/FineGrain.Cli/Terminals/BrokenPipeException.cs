namespace FineGrain.Cli.Terminals;

/// <summary>Nobody reads standard output any more.</summary>
/// <param name="inner">What the system said.</param>
internal sealed class BrokenPipeException(IOException inner) : IOException(inner.Message, inner);
