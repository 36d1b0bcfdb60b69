using NodaTime;

namespace AmrCollector.Polling;

/// <summary>When which plan entry of which meter of one line is due. Pure: the caller brings the time.</summary>
internal sealed class Agenda(DateTimeZone zone)
{
    private PriorityQueue<(PlanSlot Slot, Timing When), long> _due = new();

    /// <summary>When the next entry is due, UTC; null when nothing is planned.</summary>
    internal DateTimeOffset? NextDue => _due.TryPeek(out _, out var ticks) ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Plans <paramref name="slot"/>: periodic entries at once, so that a new collector shows values; timed ones when due.</summary>
    internal void Add(PlanSlot slot, Timing when, DateTimeOffset now) =>
        _due.Enqueue((slot, when), when is Timing.Every ? now.UtcTicks : Schedule.Next(when, now, zone).UtcTicks);

    /// <summary>The clock was set: what was planned by the time before is planned anew.</summary>
    internal void PlanAgain(DateTimeOffset now)
    {
        var planned = _due.UnorderedItems.Select(entry => entry.Element).ToList();
        _due = new();
        foreach (var (slot, when) in planned) Add(slot, when, now);
    }

    /// <summary>
    /// Takes one entry that is due and plans its next time, which is the <paramref name="deadline"/> of this one; what was due several times
    /// meanwhile is due once.
    /// </summary>
    internal bool TryTake(DateTimeOffset now, out PlanSlot slot, out DateTimeOffset deadline)
    {
        (slot, deadline) = (default, default);
        if (!_due.TryPeek(out var entry, out var ticks) || ticks > now.UtcTicks) return false;
        deadline = Schedule.Next(entry.When, now, zone);
        _due.DequeueEnqueue(entry, deadline.UtcTicks);
        slot = entry.Slot;
        return true;
    }
}
