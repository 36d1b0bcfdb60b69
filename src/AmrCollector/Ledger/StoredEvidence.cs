namespace AmrCollector.Ledger;

/// <summary>Evidence in the file: its row and its digest; default for none.</summary>
/// <param name="Id">Row, null for none.</param>
/// <param name="Digest">32 bytes, or null for none.</param>
internal readonly record struct StoredEvidence(long? Id, byte[]? Digest);
