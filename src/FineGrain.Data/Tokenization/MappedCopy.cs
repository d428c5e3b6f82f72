using FineGrain.Data.Unicode;

namespace FineGrain.Data.Tokenization;

/// <summary>A frozen copy of a mapped text, from which stretches are taken one after another.</summary>
internal sealed class MappedCopy
{
    private readonly string units;
    private readonly Offset[] origins;

    public MappedCopy(MappedText text)
    {
        units = text.ToString();
        origins = new Offset[text.Length];
        for (var i = 0; i < origins.Length; i++) origins[i] = new(text.StartOf(i), text.EndOf(i));
    }

    public int Length => units.Length;

    public ReadOnlySpan<char> Units => units;

    public int StartOf(int index) => origins[index].Start;

    public int EndOf(int index) => origins[index].End;

    /// <summary>Makes [from, to) the content of <paramref name="text"/>.</summary>
    public void Restore(MappedText text, int from, int to)
    {
        text.Begin();
        for (var i = from; i < to; i++) text.Append(units[i], origins[i].Start, origins[i].End);
        text.Commit();
    }
}
