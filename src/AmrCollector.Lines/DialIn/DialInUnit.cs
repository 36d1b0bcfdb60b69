using System.Net;

namespace AmrCollector.Lines.DialIn;

/// <summary>A configured unit: its line, the connection it has, and one more that says it is this unit too. Guarded by its roll's lock.</summary>
internal sealed class DialInUnit(string id, string line, TimeSpan gap)
{
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal string Id => id;

    internal string Line => line;

    internal TimeSpan Gap => gap;

    /// <summary>The connection its line uses.</summary>
    internal UnitConnection? Current { get; private set; }

    /// <summary>A newer connection that has to prove itself.</summary>
    internal UnitConnection? Claimant { get; set; }

    /// <summary>True when it came at least once.</summary>
    internal bool HasCome { get; private set; }

    /// <summary>When it left last, UTC.</summary>
    internal DateTimeOffset LeftAt { get; private set; }

    /// <summary>Timestamp since when it is away.</summary>
    internal long AwaySince { get; set; }

    /// <summary>True when its absence was told.</summary>
    internal bool IsMissed { get; set; }

    /// <summary>Times it left since <see cref="RestlessSince"/>.</summary>
    internal int Departures { get; set; }

    /// <summary>Timestamp from which its departures are counted.</summary>
    internal long RestlessSince { get; set; }

    /// <summary>Why it is away.</summary>
    internal string WhyAway { get; private set; } = "the unit has not dialled in since the collector started";

    /// <summary>Claims that failed in a row, the address of the last one, and the timestamp before which no further one is heard.</summary>
    internal (int Count, IPAddress? From, long NotBefore) Failures { get; set; }

    /// <summary>Completes once it is there.</summary>
    internal Task Arrival => _arrival.Task;

    /// <summary>The connection its line is to use from now on.</summary>
    internal void Take(UnitConnection connection)
    {
        (Current, HasCome) = (connection, true);
        _arrival.TrySetResult();
    }

    /// <summary>It has no connection any more.</summary>
    internal void Leave(string why, DateTimeOffset now, long timestamp)
    {
        (Current, LeftAt, AwaySince, WhyAway) = (null, now, timestamp, $"the unit is gone: {why}");
        if (_arrival.Task.IsCompleted) _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
