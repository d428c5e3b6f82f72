namespace FineGrain.Analysis.Reporting;

/// <summary>What a search for a smaller model found.</summary>
/// <param name="Name">Name of the model.</param>
/// <param name="Contract">The limits, in words.</param>
/// <param name="Metric">Name of the score.</param>
/// <param name="P95">Limit of the time of a text in milliseconds, drawn into the chart; or null.</param>
/// <param name="Rows">The candidates.</param>
public sealed record SearchReportData(string Name, string Contract, string Metric, double? P95, IReadOnlyList<SearchReportRow> Rows);

/// <summary>One candidate.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Megabytes">Size of its folder in millions of bytes.</param>
/// <param name="P50">Median milliseconds of one text.</param>
/// <param name="P95">Milliseconds that 95 % of single texts stay below.</param>
/// <param name="PerSecond">Texts a second.</param>
/// <param name="Score">Points of 100; null where it was not tried.</param>
/// <param name="Low">Least change of score in points that the data leave open.</param>
/// <param name="High">Largest such change.</param>
/// <param name="PValue">Chance of such a change between equals.</param>
/// <param name="OnFront">Whether no other is better in score, time and size at once.</param>
/// <param name="Chosen">Whether it was written.</param>
/// <param name="Missed">The limit that kept it from being tried, or null.</param>
public sealed record SearchReportRow(string Name, double Megabytes, double P50, double P95, double PerSecond, double? Score, double? Low, double? High, double? PValue, bool OnFront, bool Chosen, string? Missed);
