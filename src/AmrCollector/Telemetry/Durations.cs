using System.Diagnostics.Metrics;

namespace AmrCollector.Telemetry;

/// <summary>How long something took, each time, counted in buckets. Any thread notes and reads; noting allocates nothing.</summary>
public sealed class Durations
{
    private readonly double[] _bounds;
    private readonly long[] _counts;
    private readonly Histogram<double>? _also;
    private readonly KeyValuePair<string, object?> _label;
    private long _ticks;

    /// <summary>Buckets that end at <paramref name="bounds"/>, seconds in rising order, and one for what takes longer.</summary>
    public Durations(IReadOnlyList<double> bounds) => (_bounds, _counts) = ([.. bounds], new long[bounds.Count + 1]);

    /// <summary>The same; what is noted goes to <paramref name="also"/> too, under the label "line" where there is one.</summary>
    internal Durations(IReadOnlyList<double> bounds, Histogram<double> also, string? line = null)
        : this(bounds) => (_also, _label) = (also, line is null ? default : new("line", line));

    /// <summary>It took so long once more.</summary>
    public void Note(TimeSpan took)
    {
        var seconds = took.TotalSeconds;
        var bucket = 0;
        while (bucket < _bounds.Length && seconds > _bounds[bucket]) bucket++;
        Interlocked.Increment(ref _counts[bucket]);
        Interlocked.Add(ref _ticks, took.Ticks);
        if (_also is not { Enabled: true } also) return;
        if (_label.Key is null) also.Record(seconds);
        else also.Record(seconds, _label);
    }

    /// <summary>All of it so far.</summary>
    public DurationTotals Totals()
    {
        var counts = new long[_counts.Length];
        for (var i = 0; i < counts.Length; i++) counts[i] = Interlocked.Read(ref _counts[i]);
        return new(_bounds, counts, TimeSpan.FromTicks(Interlocked.Read(ref _ticks)));
    }
}
