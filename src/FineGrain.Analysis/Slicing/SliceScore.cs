using FineGrain.Analysis.Statistics;

namespace FineGrain.Analysis.Slicing;

/// <summary>How well a model does on a slice.</summary>
/// <param name="Name">The slice for people.</param>
/// <param name="Where">The slice as an expression.</param>
/// <param name="Kind">slice, label, term or column.</param>
/// <param name="Support">Examples in it.</param>
/// <param name="Score">The headline metric on it; NaN where it is empty.</param>
/// <param name="Interval">95 %: Wilson for a share of right answers, else the bootstrap.</param>
/// <param name="Rest">The headline metric on all others.</param>
/// <param name="PValue">Chance of so bad a slice were it like the rest: Fisher's exact test on right and wrong, else the rank-sum test on the loss; one-sided.</param>
/// <param name="AdjustedPValue">The same after correction for all slices that were tried together.</param>
/// <param name="ErrorShare">Share of all wrong answers that lie in it; NaN where answers are not right or wrong.</param>
/// <param name="Gain">What the metric over everything would gain if the slice were as good as the rest; at least 0.</param>
public sealed record SliceScore(string Name, string Where, string Kind, int Support, double Score, Interval Interval, double Rest, double PValue, double AdjustedPValue, double ErrorShare, double Gain);

/// <summary>What a search for the worst slices found.</summary>
/// <param name="Tried">Slices that were tested; the correction counts all of them.</param>
/// <param name="Worst">Those that are worse than the rest beyond chance, without those that only repeat another; the largest gain first.</param>
public sealed record SliceSearchResult(int Tried, IReadOnlyList<SliceScore> Worst);
