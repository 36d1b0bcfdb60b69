namespace AmrCollector.Lines;

/// <summary>Where people listen to a line. Outlives the line itself: a line that is made anew goes on in the same tap. Thread-safe.</summary>
public sealed class LineTap(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly Lock _gate = new();
    private TrafficListener[] _listeners = [];

    /// <summary>True while nobody listens: then nothing is copied.</summary>
    public bool IsSilent => Volatile.Read(ref _listeners).Length == 0;

    /// <summary>Begins to listen, until the listener is disposed.</summary>
    public TrafficListener Listen()
    {
        TrafficListener listener = new(this);
        lock (_gate) Volatile.Write(ref _listeners, [.. _listeners, listener]);
        return listener;
    }

    internal void Tell(TrafficDirection direction, byte[] bytes)
    {
        TrafficChunk chunk = new(time.GetUtcNow(), time.GetElapsedTime(_start).Ticks * 100, direction, bytes);
        foreach (var listener in Volatile.Read(ref _listeners)) listener.Hear(chunk);
    }

    internal void Remove(TrafficListener listener)
    {
        lock (_gate) Volatile.Write(ref _listeners, [.. _listeners.Where(other => other != listener)]);
    }
}
