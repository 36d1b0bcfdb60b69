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

    /// <summary>When the meter was last cleared: its registers count from here.</summary>
    internal DateTimeOffset? ClearedAt { get; set; }

    /// <summary>The freeze a command appointed.</summary>
    internal FreezeSchedule? Schedule { get; set; }

    /// <summary>The switch to the customer.</summary>
    internal Relay Relay { get; } = new();

    /// <summary>What is left of what was paid; null when it is not prepaid.</summary>
    internal Purse? Purse { get; set; }

    /// <summary>The identity authentication.</summary>
    internal Session Session { get; } = new();

    /// <summary>When the records of what happens by itself were cleared, by their DI3 DI2 (0 for all).</summary>
    internal Dictionary<int, DateTimeOffset> EventsClearedAt { get; } = [];

    /// <summary>Holding registers that were written.</summary>
    internal Dictionary<int, ushort> Registers { get; } = [];

    /// <summary>Coils that are on.</summary>
    internal HashSet<int> Coils { get; } = [];

    /// <summary>What the multifunction output gives: 0 seconds, 1 demand periods, 2 tariff switches.</summary>
    internal byte Output { get; set; }
}
