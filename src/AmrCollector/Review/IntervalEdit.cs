namespace AmrCollector.Review;

/// <summary>What a person says an interval of a day had.</summary>
/// <param name="Index">Which, from 0.</param>
/// <param name="Value">Its energy as the meter would show it, without the ratio.</param>
public sealed record IntervalEdit(int Index, decimal Value);
