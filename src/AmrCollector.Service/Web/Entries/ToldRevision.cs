using AmrCollector.Ledger;
using AmrCollector.Review;

namespace AmrCollector.Service.Web.Entries;

/// <summary>An entry of one register and instant, with the person behind it.</summary>
/// <param name="Entry">As it is stored.</param>
/// <param name="Decision">Who made it of what; null when no person did.</param>
/// <param name="ReplacedBy">Id of what replaced it; null while nothing has.</param>
public sealed record ToldRevision(Entry Entry, DecisionRecord? Decision, string? ReplacedBy);
