namespace AmrCollector.Ledger;

/// <summary>A closed stretch of the ledger in a file of its own, which never changes.</summary>
/// <param name="Name">Its file beside the active one: "ledger-2026-08.db".</param>
/// <param name="First">Its first entry.</param>
/// <param name="Last">Its last entry.</param>
/// <param name="Anchor">The hash before its first entry: that of the month before.</param>
/// <param name="Head">The hash of its last entry: the anchor of what follows.</param>
/// <param name="LeastInstant">The earliest instant of an entry that was in force, unix milliseconds.</param>
/// <param name="MostInstant">The latest.</param>
public sealed record ClosedMonth(string Name, long First, long Last, string Anchor, string Head, long LeastInstant, long MostInstant);
