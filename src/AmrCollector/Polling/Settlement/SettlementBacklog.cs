using NodaTime;

namespace AmrCollector.Polling.Settlement;

/// <summary>Meters of a line whose closed billing periods are not all stored: idle bus time goes to them in turn, newest period first. One owner.</summary>
internal sealed class SettlementBacklog(DateTimeZone zone, IPollSink sink, PollOptions options, Translation translation)
{
    private const int MostOpen = 36;

    private readonly Queue<PolledMeter> _meters = [];

    internal void Add(PolledMeter meter)
    {
        if (meter.Settlement is not { IsQueued: false } state) return;
        state.IsQueued = true;
        _meters.Enqueue(meter);
    }

    /// <summary>What is wanted of the next meter that may be asked, or null. A complete meter leaves the queue.</summary>
    internal SettlementErrand? Next(DateTimeOffset now, TimeSpan uptime)
    {
        for (var i = _meters.Count; i > 0; i--)
        {
            var meter = _meters.Dequeue();
            if (uptime < meter.Settlement!.NotBefore || !meter.Backoff.Allows(uptime))
            {
                _meters.Enqueue(meter);
                continue;
            }

            meter.Settlement.IsQueued = false;
            if (Errand(meter, null, ErrandClass.Background, now) is { } errand) return errand;
        }

        return null;
    }

    /// <summary>What is wanted of <paramref name="meter"/>; null while the period that is under way is not closed and all before it is settled.</summary>
    internal SettlementErrand? Errand(PolledMeter meter, PlanSlot? slot, ErrandClass errandClass, DateTimeOffset now)
    {
        if (meter.Settlement is not { } state || now < state.NextAt) return null;
        return new(meter, slot, errandClass, sink.SettlementsOf(meter.Meter.Id), sink.OpenSlots(meter.Meter.Id, ReadWord.Settlement, MostOpen), translation, zone);
    }

    /// <summary>When the first waiting meter may be asked; null when none waits.</summary>
    internal TimeSpan? NextAllowed()
    {
        TimeSpan? next = null;
        foreach (var meter in _meters)
        {
            var allowed = meter.Settlement!.NotBefore > meter.Backoff.NotBefore ? meter.Settlement.NotBefore : meter.Backoff.NotBefore;
            if (next is null || allowed < next) next = allowed;
        }

        return next;
    }

    /// <summary>An errand has ended: what the meter does not have is told; what was not to be had now is asked for again later.</summary>
    internal void Settle(SettlementErrand errand, TimeSpan uptime)
    {
        var (meter, state) = (errand.Meter, errand.Meter.Settlement!);
        if (errand.Missed.Count > 0) sink.Missed(meter.Meter.Id, errand.Missed);
        if (errand.IsComplete)
        {
            state.NextAt = errand.NextSettlement ?? DateTimeOffset.MaxValue;
            return;
        }

        state.NotBefore = uptime + options.FreezeRetry;
        Add(meter);
    }
}
