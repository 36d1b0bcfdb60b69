using AmrCollector.Findings;
using AmrCollector.Metering;

namespace AmrCollector.Cli.Setup.Meters;

/// <summary>One meter of the list beside what it says of itself.</summary>
/// <param name="Meter">The list's row.</param>
/// <param name="Facts">Each fact compared; empty when neither its protocol nor its model knows any.</param>
/// <param name="Trouble">Why it could not be asked, else null.</param>
internal sealed record MeterComparison(Meter Meter, IReadOnlyList<ComparedFact> Facts, string? Trouble)
{
    internal bool Differs => Facts.Any(fact => fact.Result == FactResult.Differs);

    /// <summary>True when nothing of it can be read, so that only its plate says who it is.</summary>
    internal bool CannotBeAsked => Facts.Count == 0 && Trouble is null;

    internal bool Answered => Facts.Any(fact => fact.Fact.Read is not null);
}
