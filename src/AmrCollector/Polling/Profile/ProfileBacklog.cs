using AmrCollector.Models;
using NodaTime;

namespace AmrCollector.Polling.Profile;

/// <summary>Meters of a line whose load profiles have open slots that their memory may hold: idle bus time goes to them in turn. One owner.</summary>
internal sealed class ProfileBacklog(DateTimeZone zone, IPollSink sink, PollOptions options, Translation translation)
{
    private const int LookAhead = 96;

    /// <summary>What was fetched is accounted for when it is stored: until then it would be asked for again.</summary>
    private static readonly TimeSpan UntilStored = TimeSpan.FromSeconds(3);


    private readonly Queue<PolledMeter> _meters = [];

    internal void Add(PolledMeter meter)
    {
        if (meter.ProfileStep is null || meter.Model.Profile is null || meter.InProfileBacklog) return;
        meter.InProfileBacklog = true;
        _meters.Enqueue(meter);
    }

    /// <summary>The newest open slots of the next meter that may be asked, or null. A meter without any leaves the queue.</summary>
    internal ProfileErrand? Next(TimeSpan uptime)
    {
        for (var i = _meters.Count; i > 0; i--)
        {
            var meter = _meters.Dequeue();
            if (uptime < meter.ProfileNotBefore || !meter.Backoff.Allows(uptime))
            {
                _meters.Enqueue(meter);
                continue;
            }

            meter.InProfileBacklog = false;
            if (Recall(meter, null, ErrandClass.Background) is { } errand) return errand;
        }

        return null;
    }

    /// <summary>What a plan's word "profile" asks of <paramref name="meter"/> now; null when there is nothing to ask.</summary>
    internal IErrand? Due(PolledMeter meter, PlanSlot slot, DateTimeOffset now)
    {
        if (meter.ProfileStep is not { } step) return null;
        if (meter.Model.Profile is not null)
        {
            meter.ProfileNotBefore = default; // a slot has come that was not there before
            return Recall(meter, slot, ErrandClass.Profile);
        }

        var items = ProfileItems.Of(meter.Model);
        GroupErrand current = new(meter, slot, ErrandClass.Profile, meter.Questions(["current"]).Where(question => question.Items.Any(items.Contains)), translation);
        return current.Next is null ? null : new QuarterErrand(current, Floor(now, step), step);
    }

    /// <summary>When the first waiting meter may be asked; null when none waits.</summary>
    internal TimeSpan? NextAllowed()
    {
        TimeSpan? next = null;
        foreach (var meter in _meters)
        {
            var allowed = meter.ProfileNotBefore > meter.Backoff.NotBefore ? meter.ProfileNotBefore : meter.Backoff.NotBefore;
            if (next is null || allowed < next) next = allowed;
        }

        return next;
    }

    /// <summary>An errand has ended: what the meter does not have is told; a meter that told nothing new is left alone for a while.</summary>
    internal void Settle(ProfileErrand errand, TimeSpan uptime)
    {
        var meter = errand.Meter;
        if (errand.Missed.Count > 0) sink.Missed(meter.Meter.Id, errand.Missed);
        meter.ProfileNotBefore = uptime + (errand.HasProgress ? UntilStored : options.FreezeRetry);
        Add(meter);
    }

    private ProfileErrand? Recall(PolledMeter meter, PlanSlot? slot, ErrandClass errandClass)
    {
        var open = sink.OpenSlots(meter.Meter.Id, ReadWord.Profile, LookAhead);
        if (open.Count == 0) return null;
        var step = meter.ProfileStep!.Value;
        var last = open[0] + ((ProfileErrand.MostRecords - 1) * step);
        return new(meter, slot, errandClass, [.. open.Where(one => one >= open[0] && one <= last).Order()], step, zone);
    }

    private DateTimeOffset Floor(DateTimeOffset now, TimeSpan step)
    {
        var at = Instant.FromDateTimeOffset(now);
        var midnight = zone.AtStartOfDay(at.InZone(zone).Date).ToInstant().ToDateTimeOffset();
        return midnight + ((now - midnight).Ticks / step.Ticks * step);
    }
}
