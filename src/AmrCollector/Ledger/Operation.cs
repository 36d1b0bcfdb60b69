namespace AmrCollector.Ledger;

/// <summary>Something written to a meter, or tried: who, where, what, why, and how it stands.</summary>
/// <param name="Who">Whose key was shown.</param>
/// <param name="Line">Name of the line.</param>
/// <param name="Meter">Id of the meter; "all" for a broadcast.</param>
/// <param name="Permission">What had to be granted.</param>
/// <param name="Frame">The request in hex, passwords and operator codes blanked.</param>
/// <param name="Why">In the words of who asked; may be empty.</param>
/// <param name="Outcome">"asked" before anything is sent; then what came of it.</param>
public sealed record Operation(string Who, string Line, string Meter, string Permission, string Frame, string Why, string Outcome);
