using AmrCollector.Findings;
using AmrCollector.Models;
using AmrCollector.Polling;

namespace AmrCollector.Cli.Setup.Meters;

/// <summary>How one fact is asked for and read.</summary>
/// <param name="Kind">What about.</param>
/// <param name="Asked">What is asked, as a technician knows it.</param>
/// <param name="Questions">The questions, in order; some may stay unanswered.</param>
/// <param name="Read">At least one answer to the fact in the words of the list, or to why it is none.</param>
internal sealed record FactQuestion(
    FindingKind Kind, string Asked, IReadOnlyList<Question> Questions, Func<IReadOnlyList<(Question Question, ExchangeOutcome.Answered Answer)>, (string? Read, string? Fault)> Read)
{
    /// <summary>True of a ratio the model multiplies by already.</summary>
    internal bool IsApplied { get; init; }

    /// <summary>True when one source only names its place.</summary>
    internal bool SingleSource { get; init; }

    /// <summary>The fact as the meter told it, or why it did not.</summary>
    internal MeterFact Told(string? read, string? fault) => new(Kind, Asked, read, fault) { IsApplied = IsApplied, SingleSource = SingleSource };
}
