using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Ledger;

/// <summary>One value in force on a register's timeline.</summary>
/// <param name="Sequence">Its entry.</param>
/// <param name="Id">Its id, for a revision that replaces it.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="Instant">The time it holds for, UTC.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Value">As the meter shows it; null for a slot declared missing.</param>
/// <param name="Lsd">Smallest step.</param>
/// <param name="Judgement">Never reject: a reject is never in force.</param>
/// <param name="Held">True while it must not be billed.</param>
/// <param name="Origin">What kind of number.</param>
/// <param name="Rules">Rules that fired.</param>
public readonly record struct HistoryPoint(
    long Sequence,
    string Id,
    int Revision,
    DateTimeOffset Instant,
    Source Source,
    decimal? Value,
    decimal Lsd,
    Judgement Judgement,
    bool Held,
    Origin Origin,
    IReadOnlyList<string> Rules);
