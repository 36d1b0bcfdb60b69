using AmrCollector.Ledger;

namespace AmrCollector.Service.Web.Review;

/// <summary>What came of a decision.</summary>
/// <param name="Status">As HTTP says it.</param>
/// <param name="Title">What is wrong, in two or three words; empty when nothing is.</param>
/// <param name="Detail">The same in a sentence.</param>
public sealed record DecisionAnswer(int Status, string Title, string Detail)
{
    /// <summary>The revision that was made; null when none was.</summary>
    public Entry? Made { get; init; }

    /// <summary>Id of what stands in the entry's place, when that is why.</summary>
    public string? Later { get; init; }
}
