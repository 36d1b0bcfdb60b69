using AmrCollector.Polling;

namespace AmrCollector;

/// <content>Load profiles: days that are complete, or so old that nobody waits for the rest, become blocks of the ledger.</content>
public sealed partial class Collection
{
    private readonly ProfileDays _profiles;

    private async Task CloseProfilesAsync(CancellationToken stopping)
    {
        foreach (var stream in Expected(_setup).Where(stream => stream.Read == ReadWord.Profile))
        {
            if (stopping.IsCancellationRequested) return;
            foreach (var draft in _profiles.Closed(stream)) await _writer.StoreAsync(new Handover.Intervals(draft), stopping);
        }
    }
}
