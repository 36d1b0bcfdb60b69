namespace AmrCollector.Events;

/// <summary>Whose event it is; the names consumers see are "meter.event" and "collector.alarm".</summary>
public enum EventType
{
    /// <summary>Something the collector noticed about itself, a line, a broker, a sink or the box it runs on.</summary>
    CollectorAlarm,

    /// <summary>Something a meter recorded: cover opened, phase failed, settings changed, clock set.</summary>
    MeterEvent,
}
