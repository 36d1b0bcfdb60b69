using AmrCollector.Ledger;
using Microsoft.Data.Sqlite;

namespace AmrCollector;

/// <content>Closed months: what is old leaves the active file for files that never change.</content>
public sealed partial class Collection
{
    private static readonly TimeSpan FirstClosing = TimeSpan.FromMinutes(10); // not while everything starts
    private static readonly TimeSpan CloseEvery = TimeSpan.FromHours(6);

    private async Task CloseMonthsAsync(CancellationToken stopping)
    {
        var wait = FirstClosing;
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(wait, _time, stopping).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            if (!stopping.IsCancellationRequested) await Task.Run(() => CloseMonths(stopping), CancellationToken.None);
            wait = CloseEvery;
        }
    }

    private void CloseMonths(CancellationToken stopping)
    {
        try
        {
            if (!_clocks.Trust.KnowsDay) return;
            using var archive = MonthArchive.Open(Ledger.Folder);
            foreach (var month in archive.CloseDue(_time.GetUtcNow(), _setup.KeepMonths, stopping)) _logger.MonthClosed(month);
        }
        catch (OperationCanceledException)
        {
            return; // asked to end: the next life goes on where it was
        }
        catch (Exception e) when (e is SqliteException or LedgerException or IOException or UnauthorizedAccessException)
        {
            _logger.MonthNotClosed(e is SqliteException failure ? failure.Sentence() : e.Message);
        }
    }
}
