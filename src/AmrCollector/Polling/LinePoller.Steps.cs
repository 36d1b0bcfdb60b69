using AmrCollector.Polling.Clocks;

namespace AmrCollector.Polling;

/// <content>Steps of the clock it plans by.</content>
public sealed partial class LinePoller
{
    private long? _ahead;

    /// <summary>When the clock was set, neither what was planned nor what was taken for fetched, or for not to be had, by the time before holds.</summary>
    private void NoticeStep(DateTimeOffset now)
    {
        var ahead = now.UtcTicks - Uptime.Ticks;
        var step = TimeSpan.FromTicks(ahead - (_ahead ?? ahead));
        _ahead = ahead;
        if (step.Duration() <= ClockTrust.Agreement) return;
        _agenda.PlanAgain(now);
        foreach (var meter in _meters)
        {
            meter.ForgetFreezes();
            (meter.ShownDate, meter.FreezesNotBefore, meter.ProfileNotBefore) = (null, default, default);
            _backlog.Add(meter);
        }
    }
}
