namespace FineGrain.Data.Tokenization.PostProcessors;

/// <summary>One place of a template: the text (Sequence 0), the pair (1) or special tokens (-1).</summary>
/// <param name="Sequence">0, 1 or -1.</param>
/// <param name="Token">Name of the special token; null for a text.</param>
/// <param name="Ids">Its ids.</param>
/// <param name="TypeId">Segment id of all its tokens.</param>
internal sealed record TemplatePart(int Sequence, string? Token, int[] Ids, int TypeId)
{
    public static TemplatePart Text(int sequence, int typeId) => new(sequence, null, [], typeId);

    public static TemplatePart Special(string token, int id, int typeId) => new(-1, token, [id], typeId);
}
