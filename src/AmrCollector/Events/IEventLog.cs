namespace AmrCollector.Events;

/// <summary>Where parts of the collector tell what happened. Thread-safe.</summary>
public interface IEventLog
{
    /// <summary>
    /// Keeps <paramref name="draft"/>. Never throws and does not wait for the disk's platter: what was told survives the end of the process, a power
    /// cut may take the last moments. When it cannot be stored it is counted and dropped: an event is never worth a reading.
    /// </summary>
    void Add(EventDraft draft);
}
