namespace AmrCollector.Events;

/// <summary>Keeps nothing: for parts that run without a data folder.</summary>
public sealed class NoEventLog : IEventLog
{
    private NoEventLog()
    {
    }

    /// <summary>The one there is.</summary>
    public static NoEventLog Instance { get; } = new();

    /// <inheritdoc/>
    public void Add(EventDraft draft)
    {
    }
}
