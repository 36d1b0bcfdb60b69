using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>The one long reply a line is in the middle of; its instant is kept so that all parts tell of the same moment.</summary>
internal sealed class FollowUp
{
    private SimulatedMeter? _meter;
    private DataId _id;

    /// <summary>When the first part was asked for.</summary>
    internal DateTimeOffset Instant { get; private set; }

    internal void Remember(SimulatedMeter meter, DataId id, DateTimeOffset instant) => (_meter, _id, Instant) = (meter, id, instant);

    internal void Forget() => _meter = null;

    /// <summary>True when <paramref name="meter"/> has more of <paramref name="id"/> to tell.</summary>
    internal bool Covers(SimulatedMeter meter, DataId id) => _meter == meter && _id == id;
}
