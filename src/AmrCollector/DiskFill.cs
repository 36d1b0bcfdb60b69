using AmrCollector.Events;

namespace AmrCollector;

/// <summary>How full a disk is, as an alarm: a warning at 70 %, an alarm at 90 % or when less than 1 GB is free.</summary>
internal static class DiskFill
{
    private const long LeastFree = 1_000_000_000;
    private const int Warn = 70;
    private const int Shout = 90;

    /// <summary>What to tell of the disk of <paramref name="folder"/> with <paramref name="free"/> of <paramref name="total"/> bytes free.</summary>
    internal static IReadOnlyList<EventDraft> Tell(string folder, long free, long total)
    {
        var filled = total <= 0 ? 0 : (int)(100 * (decimal)(total - free) / total);
        var sentence = $"the disk of {folder} is {filled} % full, {free / 1_000_000} MB are free";
        return
        [
            filled >= Warn ? EventDraft.Alarm(EventKind.DiskFilling, folder, EventSeverity.Warning, sentence) : EventDraft.AllClear(EventKind.DiskFilling, folder, sentence),
            filled >= Shout || free < LeastFree ? EventDraft.Alarm(EventKind.DiskLow, folder, EventSeverity.Alarm, sentence) : EventDraft.AllClear(EventKind.DiskLow, folder, sentence),
        ];
    }
}
