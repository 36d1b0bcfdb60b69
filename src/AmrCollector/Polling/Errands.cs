namespace AmrCollector.Polling;

/// <summary>What a line has been asked to do and has not done, and which of it goes next. Pure; one owner.</summary>
internal sealed class Errands
{
    private readonly List<IErrand> _pending = [];
    private readonly HashSet<PlanSlot> _slots = [];

    /// <summary>Queues <paramref name="errand"/>, unless its slot is being served already.</summary>
    internal bool Add(IErrand errand)
    {
        if (errand.Slot is { } slot && !_slots.Add(slot)) return false;
        _pending.Add(errand);
        return true;
    }

    /// <summary>
    /// The most urgent errand whose meter may be asked at <paramref name="uptime"/>; the oldest among equals. Before
    /// <paramref name="probesNotBefore"/> a meter that was silent is asked only when no other waits.
    /// </summary>
    internal IErrand? Choose(TimeSpan uptime, TimeSpan probesNotBefore)
    {
        IErrand? best = null, probe = null;
        foreach (var errand in _pending)
        {
            if (!errand.Meter.Backoff.Allows(uptime)) continue;
            if (errand.Meter.Backoff.IsFailing && uptime < probesNotBefore) probe = MoreUrgent(probe, errand);
            else best = MoreUrgent(best, errand);
        }

        return best ?? probe;
    }

    /// <summary>When the first errand that waits for its meter's back-off may go on; null when none waits.</summary>
    internal TimeSpan? NextAllowed()
    {
        TimeSpan? next = null;
        foreach (var errand in _pending)
            if (next is null || errand.Meter.Backoff.NotBefore < next) next = errand.Meter.Backoff.NotBefore;
        return next;
    }

    internal void Remove(IErrand errand)
    {
        _pending.Remove(errand);
        if (errand.Slot is { } slot) _slots.Remove(slot);
    }

    private static IErrand MoreUrgent(IErrand? first, IErrand second) => first is null || second.Class < first.Class ? second : first;
}
