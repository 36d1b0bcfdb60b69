using AmrCollector.Metering;

namespace AmrCollector.Orders;

/// <summary>What was accepted of one row of the meter list, first and last. What the row in force says itself is not kept a second time.</summary>
internal readonly struct AcceptedRow
{
    private readonly Meter? _listed;
    private readonly Records? _records;

    /// <summary>What was accepted first and last, and when the last was.</summary>
    internal AcceptedRow(MasterRecord first, MasterRecord last, DateTimeOffset at) => (_records, At) = (new(first, last), at);

    private AcceptedRow(Meter listed, DateTimeOffset at) => (_listed, At) = (listed, at);

    /// <summary>When it was accepted last.</summary>
    internal DateTimeOffset At { get; }

    /// <summary>What was accepted first.</summary>
    internal MasterRecord First => _records?.First ?? MasterRecord.Of(_listed!);

    /// <summary>What was accepted last.</summary>
    internal MasterRecord Last => _records?.Last ?? MasterRecord.Of(_listed!);

    /// <summary>The same, by the row in force where that says all of it.</summary>
    internal AcceptedRow SharedWith(Meter listed)
    {
        var says = MasterRecord.Of(listed);
        return First == says && Last == says ? new(listed, At) : new(First, Last, At);
    }

    private sealed record Records(MasterRecord First, MasterRecord Last);
}
