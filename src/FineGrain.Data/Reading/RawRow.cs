namespace FineGrain.Data.Reading;

/// <summary>One row of a source before the recipe's column mapping.</summary>
/// <param name="Line">Line the row begins on (Parquet: row number), from 1.</param>
/// <param name="Suffix">Distinguishes several rows from one line, e.g. "#3" for the third phrase of a tree; else "".</param>
/// <param name="Columns">Column or dotted JSON path → value; JSON arrays as JSON text; nulls are absent.</param>
internal sealed record RawRow(int Line, string Suffix, IReadOnlyDictionary<string, string> Columns);
