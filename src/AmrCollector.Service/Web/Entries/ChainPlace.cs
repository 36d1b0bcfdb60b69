using AmrCollector.Ledger;

namespace AmrCollector.Service.Web.Entries;

/// <summary>An entry's place in the chain.</summary>
/// <param name="Ledger">Id of the ledger.</param>
/// <param name="Epoch">Tag of the epoch in which it was written.</param>
/// <param name="Previous">The chain's state before it, which its hash covers.</param>
/// <param name="Head">The chain's state now.</param>
public sealed record ChainPlace(string Ledger, string Epoch, LedgerHead Previous, LedgerHead Head);
