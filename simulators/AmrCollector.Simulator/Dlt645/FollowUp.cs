using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>The one long reply a line is in the middle of; its instant is kept so that all parts tell of the same moment.</summary>
internal sealed class FollowUp
{
    private SimulatedMeter? _meter;

    /// <summary>What was asked for.</summary>
    internal DataId Id { get; private set; }

    /// <summary>When the first part was asked for.</summary>
    internal DateTimeOffset Instant { get; private set; }

    /// <summary>The request's data behind the identifier: which load records are wanted.</summary>
    internal ReadOnlyMemory<byte> Wanted { get; private set; }

    /// <summary>The part sent last, from 0; 1997 requests do not name one.</summary>
    internal int Part { get; set; }

    internal void Remember(SimulatedMeter meter, DataId id, DateTimeOffset instant, ReadOnlySpan<byte> wanted = default) =>
        (_meter, Id, Instant, Wanted, Part) = (meter, id, instant, wanted.IsEmpty ? default : wanted.ToArray(), 0);

    internal void Forget() => _meter = null;

    /// <summary>True when <paramref name="meter"/> has more of <paramref name="id"/> to tell.</summary>
    internal bool Covers(SimulatedMeter meter, DataId id) => IsOf(meter) && Id == id;

    /// <summary>True when the last reply of the line was <paramref name="meter"/>'s.</summary>
    internal bool IsOf(SimulatedMeter meter) => _meter == meter;
}
