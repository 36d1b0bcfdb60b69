using AmrCollector.Ledger;

namespace AmrCollector;

/// <content>Who did what to the collector, and why.</content>
public sealed partial class Collection
{
    private static readonly TimeSpan LongestRecording = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Chains <paramref name="record"/>; on return it is on disk. <see cref="LedgerException"/> when that cannot be had within 15 s: then what it tells of
    /// must not be done.
    /// </summary>
    public async Task RecordAsync(AuditRecord record, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(LongestRecording, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await _writer.StoreAsync(new Handover.Audit(record.ToDraft(_time.GetUtcNow())), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LedgerException(LedgerFault.Unreachable, _writer.Trouble ?? "The ledger does not take the record of this call now.");
        }
    }
}
