using AmrCollector.Events;
using AmrCollector.Metering;

namespace AmrCollector;

/// <content>Alarms about what is no longer configured: nobody would ever clear them.</content>
public sealed partial class Collection
{
    private void ClearAlarmsOfWhatIsGone()
    {
        var setup = _setup;
        var lines = setup.Lines.Select(line => line.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var alarm in Events.Standing())
        {
            var isKnown = alarm.Kind switch
            {
                EventKind.LineDown or EventKind.ReadingsStale => lines.Contains(alarm.Subject),
                EventKind.MeterSilent or EventKind.ClockOff => _meters.ContainsKey(new MeterId(alarm.Subject)),
                EventKind.BrokerAway => setup.Brokers.ContainsKey(alarm.Subject),
                EventKind.ListenerDown or EventKind.UnitsAway => setup.Listeners.ContainsKey(alarm.Subject),
                _ => true,
            };
            if (!isKnown) Events.Add(EventDraft.AllClear(alarm.Kind, alarm.Subject, $"'{alarm.Subject}' is no longer configured"));
        }
    }
}
