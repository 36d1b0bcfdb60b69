using AmrCollector.Ledger;
using AmrCollector.Review;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AmrCollector;

/// <content>Review: what waits for a person, and what he decides.</content>
public sealed partial class Collection
{
    private static readonly TimeSpan QueueEvery = TimeSpan.FromSeconds(1);
    private string? _queueTrouble;

    /// <summary>The entries that wait.</summary>
    public ReviewQueue Review { get; }

    /// <summary>The thresholds verdicts are made with now.</summary>
    public Validation.RuleParameters Parameters => _parameters;

    /// <summary>
    /// Follows a decision: a revision that names the entry, and what hangs on it derived anew, in one commit. Returns the revision. Nothing is
    /// kept of a decision that is not followed.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such entry.</exception>
    /// <exception cref="ReviewConflictException">It was decided or replaced meanwhile; the message says by whom.</exception>
    /// <exception cref="ReviewRefusedException">The register's arithmetic or a finding does not allow it.</exception>
    /// <exception cref="LedgerException">The ledger refused the revision.</exception>
    public async Task<Entry> DecideAsync(ReviewDecision decision, CancellationToken cancellationToken)
    {
        if (!Ledger.Epochs.TryFind(decision.EntryId, out var sequence) || _asking.Entry(sequence) is not { } entry) throw new KeyNotFoundException($"there is no entry {decision.EntryId}");
        Handover.Decided handover = new(_meters.GetValueOrDefault(entry.Draft.Meter.Id), decision);
        await _writer.StoreAsync(handover, cancellationToken);
        if (handover.Refusal is { } refusal) throw refusal;
        _logger.EntryDecided(decision.EntryId, entry.Draft.Meter.Id, decision.Sentence);
        return _asking.ReplacedBy(sequence)
            ?? throw new LedgerException(LedgerFault.Unreachable, $"The ledger put the decision on {decision.EntryId} aside; `amr ledger verify` and the log say why.");
    }

    /// <summary>Keeps the queue close behind the ledger, so that nobody who asks waits for it.</summary>
    private async Task FollowQueueAsync(CancellationToken stopping)
    {
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Review.Follow();
                _queueTrouble = null;
            }
            catch (SqliteException e)
            {
                if (_queueTrouble != e.Message) _logger.QueueNotStored(e.Message);
                _queueTrouble = e.Message;
            }

            await Task.Delay(QueueEvery, _time, stopping).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }
}
