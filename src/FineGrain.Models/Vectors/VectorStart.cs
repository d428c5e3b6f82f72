using FineGrain.Core;
using FineGrain.Core.Recipes;
using static TorchSharp.torch;

namespace FineGrain.Models.Vectors;

/// <summary>First rows of a token table, for the tokens of a model's vocabulary that vectors know.</summary>
public sealed class VectorStart
{
    private readonly float[] values;
    private readonly VectorOrigin[] origins;
    private readonly int width;

    private VectorStart(float[] values, VectorOrigin[] origins, int width) => (this.values, this.origins, this.width) = (values, origins, width);

    /// <summary>Looks every token up.</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="vocabulary">The model's tokens by id.</param>
    public static VectorStart Of(StaticVectors vectors, IReadOnlyList<string> vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(vocabulary);
        var values = new float[vocabulary.Count * vectors.Width];
        var origins = new VectorOrigin[vocabulary.Count];
        for (var id = 0; id < origins.Length; id++)
            if (vocabulary[id].Length > 0) origins[id] = vectors.Find(vocabulary[id], values.AsSpan(id * vectors.Width, vectors.Width));
        return new(values, origins, vectors.Width);
    }

    /// <summary>Tokens that were looked up.</summary>
    public int Tokens => origins.Length;

    /// <summary>Tokens whose vector came from <paramref name="origin"/>.</summary>
    public int Count(VectorOrigin origin) => origins.Count(o => o == origin);

    /// <summary>
    /// Puts the rows into the token table of a network. Static vectors are scaled as a whole, so that a number of a found row is as large (root mean square) as the family
    /// draws its first values: the layers above are made for that size. The rows of an encoder stay as they are, as its layers know them. Rows of other tokens stay as they were drawn.
    /// </summary>
    /// <exception cref="InputException">The table has another width.</exception>
    internal void Apply(TextModel model, ModelRecipe recipe)
    {
        var table = model.TokenRows;
        if (table.shape[1] != width)
            throw new InputException("model.width", $"is {table.shape[1]}, but the vectors of '{recipe.StartsFrom}' have {width} numbers. Set it to {width}, or pretrain with '--set {(recipe.Encoder.Length > 0 ? "model" : "vectors")}.width={table.shape[1]}'.");
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var rows = table.data<float>().ToArray();
        var scale = recipe.Encoder.Length > 0 ? 1 : (float)(Size(rows, _ => true) / Math.Max(1e-12, Size(values, i => origins[i] != VectorOrigin.None)));
        for (var id = 0; id < origins.Length; id++)
            if (origins[id] != VectorOrigin.None)
                for (var i = id * width; i < (id + 1) * width; i++) rows[i] = values[i] * scale;
        table.copy_(tensor(rows, table.shape));
        if (recipe.VectorsFreeze) table.requires_grad = false;
    }

    private double Size(float[] table, Func<int, bool> counts)
    {
        var (sum, count) = (0.0, 0L);
        for (var id = 0; id < table.Length / width; id++)
            if (counts(id))
            {
                for (var i = id * width; i < (id + 1) * width; i++) sum += (double)table[i] * table[i];
                count += width;
            }
        return count == 0 ? 0 : Math.Sqrt(sum / count);
    }
}
