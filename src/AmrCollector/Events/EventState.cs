namespace AmrCollector.Events;

/// <summary>Whether an event is a moment or the edge of something that lasts.</summary>
public enum EventState
{
    /// <summary>A moment: it happened.</summary>
    Happened,

    /// <summary>Something that lasts has begun. Told again while it stands, it is not stored again.</summary>
    Raised,

    /// <summary>It is over. Told while nothing stands, it is not stored.</summary>
    Cleared,
}
