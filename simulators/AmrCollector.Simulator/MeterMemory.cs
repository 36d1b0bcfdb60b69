using AmrCollector.Protocol.Dlt645;
using AmrCollector.Simulator.Dlt645;

namespace AmrCollector.Simulator;

/// <summary>
/// What commands have changed in a meter. A meter nobody ever commanded has none, so that a hundred thousand of them stay small.
/// Written by the loop of the meter's line only.
/// </summary>
internal sealed class MeterMemory
{
    /// <summary>Parameters that were written, plain and low byte first, by identifier (1997 ones in the low two bytes).</summary>
    internal Dictionary<uint, byte[]> Parameters { get; } = [];

    /// <summary>The address a command gave it; null for its number.</summary>
    internal Dlt645Address? Address { get; set; }

    /// <summary>Who may write.</summary>
    internal Access Access { get; } = new();

    /// <summary>What happened to it.</summary>
    internal EventLog Events { get; } = new();

    /// <summary>The meter's own calendar day on which a broadcast last set its clock.</summary>
    internal DateTime ClockSetOn { get; set; }

    /// <summary>When its maximum demand was last cleared.</summary>
    internal DateTimeOffset? DemandClearedAt { get; set; }

    /// <summary>The speed a command gave it; null for the line's.</summary>
    internal int? Baud { get; set; }
}
