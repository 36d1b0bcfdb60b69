using AmrCollector.Lines;

namespace AmrCollector.Tests.Lines;

/// <summary>A line under test and the far end that plays the transcript of one fact on it.</summary>
public abstract class Wire : IAsyncDisposable
{
    public abstract ILine Line { get; }

    public abstract TimeProvider Time { get; }

    /// <summary>The far end goes away: closes, or is unplugged.</summary>
    public abstract Task CutAsync();

    /// <summary>The far end is there again and plays another transcript.</summary>
    public abstract Task MendAsync(string transcript);

    public abstract ValueTask DisposeAsync();

    public long After(TimeSpan wait) => Time.GetTimestamp() + (long)(wait.TotalSeconds * Time.TimestampFrequency);
}
