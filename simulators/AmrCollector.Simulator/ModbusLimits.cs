namespace AmrCollector.Simulator;

/// <summary>What a Modbus meter cannot do, or does otherwise than its map says.</summary>
public sealed record ModbusLimits
{
    /// <summary>Registers one request may ask for; null as the map says.</summary>
    public int? MostRegisters { get; init; }

    /// <summary>Longer requests are not answered at all; false refuses them with exception 03.</summary>
    public bool SilentWhenTooLong { get; init; }

    /// <summary>Requests must begin at an even register and ask for an even count, else exception 02.</summary>
    public bool EvenOnly { get; init; }

    /// <summary>A request for a part of a value that takes several registers gets exception 02.</summary>
    public bool WholeValues { get; init; }

    /// <summary>Stretches of registers, first and last, that answer exception 02.</summary>
    public IReadOnlyList<(int First, int Last)> Forbidden { get; init; } = [];

    /// <summary>Coils from 0 on; null as the map says.</summary>
    public int? Coils { get; init; }

    /// <summary>Discrete inputs from 0 on; null as the map says.</summary>
    public int? Discretes { get; init; }

    /// <summary>Where a SunSpec device begins: 40000, 50000 or 0.</summary>
    public int SunSpecBase { get; init; } = 40_000;

    /// <summary>True when a SunSpec device forgets its end marker FFFF.</summary>
    public bool NoEndMarker { get; init; }
}
