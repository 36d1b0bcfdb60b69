using AmrCollector.Metering;

namespace AmrCollector.Events;

/// <summary>An event on its way into the log; the log gives it its time and place.</summary>
public sealed record EventDraft
{
    /// <summary>Whose event.</summary>
    public EventType Type { get; init; }

    /// <summary>What it is, a short word such as <see cref="EventKind.LineDown"/>; 1 to 64 characters.</summary>
    public required string Kind { get; init; }

    /// <summary>A moment, or the edge of something that lasts.</summary>
    public EventState State { get; init; }

    /// <summary>How soon a person should look.</summary>
    public EventSeverity Severity { get; init; }

    /// <summary>What it is about, by name; with <see cref="Kind"/> it tells one standing alarm from another. May be empty.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Name of the line, empty when it concerns none.</summary>
    public string Line { get; init; } = "";

    /// <summary>The meter, null when it concerns none.</summary>
    public MeterId? Meter { get; init; }

    /// <summary>When it happened by the meter's own clock; null when only the collector knows.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>One sentence for a person; no secrets.</summary>
    public required string Sentence { get; init; }

    /// <summary>
    /// What makes it one event, however often a meter tells it again: with a key it is stored once. Null: every call stores one.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>Something that lasts has begun; told again while it stands, nothing is stored.</summary>
    public static EventDraft Alarm(string kind, string subject, EventSeverity severity, string sentence) =>
        new() { Kind = kind, Subject = subject, State = EventState.Raised, Severity = severity, Sentence = sentence };

    /// <summary>It is over; when nothing stands, nothing is stored.</summary>
    public static EventDraft AllClear(string kind, string subject, string sentence) =>
        new() { Kind = kind, Subject = subject, State = EventState.Cleared, Sentence = sentence };

    /// <summary>
    /// What a meter recorded, stored once for (meter, kind, time) however often its log is read; <paramref name="occurredAt"/> is by its own
    /// clock, null for an event without time, which is stored every time it is told.
    /// </summary>
    public static EventDraft OfMeter(MeterId meter, string line, string kind, DateTimeOffset? occurredAt, EventSeverity severity, string sentence) => new()
    {
        Type = EventType.MeterEvent,
        Kind = kind,
        Subject = meter.Value,
        Meter = meter,
        Line = line,
        OccurredAt = occurredAt,
        Severity = severity,
        Sentence = sentence,
        Key = occurredAt is { } at ? $"{meter.Value} {kind} {at.ToUnixTimeMilliseconds()}" : null,
    };
}
