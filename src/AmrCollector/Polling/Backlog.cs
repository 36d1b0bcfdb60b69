using AmrCollector.Polling.Profile;
using AmrCollector.Polling.Settlement;
using NodaTime;

namespace AmrCollector.Polling;

/// <summary>Meters of a line whose freezes are incomplete: idle bus time goes to them in turn, newest days first. One owner.</summary>
internal sealed class Backlog(DateTimeZone zone, IPollSink sink, PollOptions options, Translation translation)
{
    private readonly Queue<PolledMeter> _meters = [];
    private readonly RecoveryBudget _budget = new(options.RecoveriesPerHour);
    private readonly ProfileBacklog _profiles = new(zone, sink, options, translation);
    private readonly SettlementBacklog _settlements = new(zone, sink, options, translation);

    internal void Add(PolledMeter meter)
    {
        _profiles.Add(meter);
        _settlements.Add(meter);
        if (meter.FreezeDepth == 0 || meter.InBacklog) return;
        meter.InBacklog = true;
        _meters.Enqueue(meter);
    }

    /// <summary>The next block of the next meter that may be asked, or null. A complete meter leaves the queue.</summary>
    internal IErrand? Next(DateTimeOffset now, TimeSpan uptime)
    {
        if (!_budget.Allows(uptime)) return null;
        var next = NextFreezes(now, uptime) ?? _settlements.Next(now, uptime) ?? (IErrand?)_profiles.Next(uptime); // days that bill go first
        if (next is not null) _budget.Spend(next is FreezeErrand freezes ? freezes.MostExchanges : next is SettlementErrand periods ? periods.MostExchanges : 1, uptime);
        return next;
    }

    private IErrand? NextFreezes(DateTimeOffset now, TimeSpan uptime)
    {
        for (var i = _meters.Count; i > 0; i--)
        {
            var meter = _meters.Dequeue();
            if (uptime < meter.FreezesNotBefore || !meter.Backoff.Allows(uptime))
            {
                _meters.Enqueue(meter);
                continue;
            }

            meter.InBacklog = false;
            if (Errand(meter, null, ErrandClass.Background, now) is { } errand) return errand;
            if (meter.TakeMidnight(sink) is { } midnight) return new MidnightErrand(meter, midnight, zone);
        }

        return null;
    }

    /// <summary>What a plan's word "profile" asks of <paramref name="meter"/> now; null when there is nothing to ask.</summary>
    internal IErrand? Profile(PolledMeter meter, PlanSlot slot, DateTimeOffset now) => _profiles.Due(meter, slot with { IsProfile = true }, now);

    /// <summary>What a plan's word "settlement" asks of <paramref name="meter"/> now; null when there is nothing to ask.</summary>
    internal IErrand? Settlement(PolledMeter meter, PlanSlot slot, DateTimeOffset now) => _settlements.Errand(meter, slot with { IsSettlement = true }, ErrandClass.Billing, now);

    /// <summary>The newest missing days of <paramref name="meter"/> as an errand; null when none are missing.</summary>
    internal FreezeErrand? Errand(PolledMeter meter, PlanSlot? slot, ErrandClass errandClass, DateTimeOffset now)
    {
        meter.AdvanceFreezes(now, zone, sink);
        var missing = meter.Freezes.Missing(meter.FreezeDepth, options.BackfillDays);
        return missing.Count == 0 ? null : new(meter, slot, errandClass, missing, translation);
    }

    /// <summary>When the first waiting meter may be asked; null when none waits.</summary>
    internal TimeSpan? NextAllowed()
    {
        var next = _profiles.NextAllowed();
        if (_settlements.NextAllowed() is { } settlement && (next is null || settlement < next)) next = settlement;
        foreach (var meter in _meters)
        {
            var allowed = meter.FreezesNotBefore > meter.Backoff.NotBefore ? meter.FreezesNotBefore : meter.Backoff.NotBefore;
            if (next is null || allowed < next) next = allowed;
        }

        return next < _budget.NotBefore ? _budget.NotBefore : next;
    }

    /// <summary>An errand has ended: settles its dates; what is missing still is asked again, the newest not at once.</summary>
    internal void Settle(IErrand errand, TimeSpan uptime)
    {
        if (errand is ProfileErrand profile) _profiles.Settle(profile, uptime);
        if (errand is MidnightErrand midnight) Add(midnight.Meter); // there may be more
        if (errand is SettlementErrand periods) _settlements.Settle(periods, uptime);
        if (errand is FreezeErrand freezes) Settle(freezes, uptime);
    }

    private void Settle(FreezeErrand errand, TimeSpan uptime)
    {
        var meter = errand.Meter;
        foreach (var date in errand.Settled) meter.Freezes.Settle(date);
        if (errand.Missed.Count > 0)
            sink.Missed(meter.Meter.Id, [.. errand.Missed.Select(miss => new Miss(ReadWord.DailyFreeze, MeterTime.ToInstant(miss.Date.ToDateTimeUnspecified(), meter.Meter.Clock, zone), miss.Why))]);
        if (meter.Freezes.CountMissing(meter.FreezeDepth) == 0 && errand.Missed.Count == 0) return; // what it misses its load records may tell
        if (errand.Settled.Count == 0) meter.FreezesNotBefore = uptime + options.FreezeRetry;
        Add(meter);
    }
}
