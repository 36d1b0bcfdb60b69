namespace AmrCollector.Polling;

public sealed partial class LinePoller
{
    /// <summary>Longer than any exchange, nap or answer to a person's question: who has not come around by then hangs.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(5);

    private long _aroundBy = long.MaxValue;

    /// <summary>True when the poller has an open line and has not come around to its next errand within five minutes. Any thread.</summary>
    public bool IsStuck => _time.GetTimestamp() > Volatile.Read(ref _aroundBy);

    private void PromiseToComeAround() =>
        Volatile.Write(ref _aroundBy, _time.GetTimestamp() + (long)(LongestTurn.TotalSeconds * _time.TimestampFrequency));

    private void PromiseNothing() => Volatile.Write(ref _aroundBy, long.MaxValue);
}
