using AmrCollector.Ledger;

namespace AmrCollector;

internal abstract partial record Handover
{
    /// <summary>Somebody is about to do something, or has: to be chained.</summary>
    /// <param name="Draft">As <see cref="AuditRecord.ToDraft"/> makes it.</param>
    internal sealed record Audit(EntryDraft Draft) : Handover;
}
