namespace FineGrain.Data.Reading;

/// <summary>A tag that the scheme does not allow at its place.</summary>
/// <param name="position">Token of the sentence, from 0.</param>
/// <param name="message">What is wrong.</param>
internal sealed class BrokenTagException(int position, string message) : FormatException(message)
{
    public int Position { get; } = position;
}
