namespace AmrCollector.Ledger;

/// <summary>Where a draft comes to stand among the entries of its key.</summary>
/// <param name="Revision">1 for the first of its key; otherwise above all of its key and above what it replaces.</param>
/// <param name="Stands">True when it is in force from now on, until something replaces it.</param>
/// <param name="Replaces">Sequence of what it replaces.</param>
internal readonly record struct Placement(long Revision, bool Stands, long? Replaces);
