using AmrCollector.Ledger;
using AmrCollector.Polling;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AmrCollector;

/// <content>Load profiles: days that are complete, or so old that nobody waits for the rest, become blocks of the ledger. Events that come late.</content>
public sealed partial class Collection
{
    private readonly ProfileDays _profiles;
    private readonly LateEvents _late;

    /// <summary>What was judged before an event of that time became known is judged again.</summary>
    private async Task FollowEventsAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                await Task.Delay(AccountEvery, _time, stopping);
                await FollowWaitingAsync(stopping);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or LedgerException)
        {
            // Asked to end, or the writer has ended: what is not followed waits in the store.
        }
    }

    private async Task FollowWaitingAsync(CancellationToken stopping)
    {
        try
        {
            while (await _late.FollowAsync(happening => _writer.StoreAsync(happening, stopping)) > 0) stopping.ThrowIfCancellationRequested();
        }
        catch (SqliteException e)
        {
            _logger.ObservationsNotStored(e.Message); // it waits on
        }
    }

    private async Task CloseProfilesAsync(CancellationToken stopping)
    {
        foreach (var stream in Expected(_setup).Where(stream => stream.Read == ReadWord.Profile))
        {
            if (stopping.IsCancellationRequested) return;
            foreach (var day in _profiles.Closed(stream)) await _writer.StoreAsync(day, stopping);
        }
    }
}
