using FineGrain.Core;

namespace FineGrain.Data.Batching;

/// <summary>Pads encoded examples to the longest of them and lays them side by side.</summary>
/// <param name="paddingId">Token id that fills short rows.</param>
/// <param name="charLength">Character ids of a unit; 0 where the model reads none.</param>
/// <param name="featureCount">Hashed features of a unit; 0 where the model reads none.</param>
public sealed class Collator(int paddingId, int charLength = 0, int featureCount = 0)
{
    /// <summary>Lays out what <paramref name="encoder"/> encodes.</summary>
    /// <param name="encoder">The encoder.</param>
    public static Collator For(ExampleEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        return new(encoder.PaddingId, encoder.CharLength, encoder.FeatureCount);
    }

    /// <summary>A batch without targets (B = number of rows, T = longest row, G = most n-grams).</summary>
    /// <param name="rows">The encoded examples.</param>
    /// <param name="indices">Their positions in the caller's list, for <see cref="Batch.Indices"/>.</param>
    /// <exception cref="ArgumentException">No rows, or another number of indices.</exception>
    public Batch Collate(IReadOnlyList<EncodedExample> rows, IReadOnlyList<int> indices)
    {
        if (rows.Count == 0 || rows.Count != indices.Count) throw new ArgumentException($"{rows.Count} rows and {indices.Count} indices; a batch needs one row or more and an index for each", nameof(rows));
        var length = rows.Max(r => r.Ids.Length);
        var grams = rows.Max(r => r.NgramIds.Length);
        var ids = new long[rows.Count * length];
        var mask = new long[ids.Length];
        var types = new long[ids.Length];
        var ngramIds = new long[rows.Count * grams];
        Array.Fill(ids, paddingId);
        var spans = rows[0].TokenUnits.Length > 0;
        var tokenUnits = spans ? new long[ids.Length] : [];
        Array.Fill(tokenUnits, -1);
        var units = spans ? Math.Max(1, rows.Max(r => r.Units.Length)) : 0;
        var unitTokens = new long[rows.Count * units];
        var tokens = 0;
        for (var r = 0; r < rows.Count; r++)
        {
            var row = rows[r];
            tokens += row.Ids.Length;
            for (var i = 0; i < row.Ids.Length; i++)
            {
                ids[(r * length) + i] = row.Ids[i];
                mask[(r * length) + i] = 1;
                types[(r * length) + i] = row.TypeIds[i];
                if (spans) tokenUnits[(r * length) + i] = row.TokenUnits[i];
            }
            for (var i = row.TokenUnits.Length - 1; i >= 0; i--) // backwards: the first token of a unit stays
                if (row.TokenUnits[i] >= 0) unitTokens[(r * units) + row.TokenUnits[i]] = i;
            for (var i = 0; i < row.NgramIds.Length; i++) ngramIds[(r * grams) + i] = row.NgramIds[i];
        }
        return new Batch
        {
            Rows = rows.Count,
            Length = length,
            InputIds = ids,
            AttentionMask = mask,
            TokenTypeIds = types,
            NgramIds = ngramIds,
            NgramLength = grams,
            Units = units,
            TokenUnits = tokenUnits,
            UnitTokens = unitTokens,
            CharIds = Padded(rows, r => r.CharIds, units * charLength),
            CharLength = charLength,
            FeatureIds = Padded(rows, r => r.FeatureIds, units * featureCount),
            FeatureCount = featureCount,
            UnitCounts = spans ? [.. rows.Select(r => r.Units.Length)] : [],
            Indices = [.. indices],
            Tokens = tokens,
        };
    }

    private static long[] Padded(IReadOnlyList<EncodedExample> rows, Func<EncodedExample, int[]> values, int width)
    {
        var result = new long[rows.Count * width];
        for (var r = 0; width > 0 && r < rows.Count; r++)
        {
            var row = values(rows[r]);
            for (var i = 0; i < row.Length; i++) result[(r * width) + i] = row[i];
        }
        return result;
    }
}
