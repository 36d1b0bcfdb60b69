namespace AmrCollector.Simulator;

/// <summary>One value of a Modbus device that is described as data.</summary>
public sealed record RegisterSpec
{
    /// <summary>First register, 0-based as on the wire.</summary>
    public required int At { get; init; }

    /// <summary>"holding", "input", or "both".</summary>
    public string Table { get; init; } = "both";

    /// <summary>u16 s16 u32 s32 u64 s64 f32 f64, bcd16 bcd32 bcd64, mod10x3 mod10x4 (lowest first), m10kx3 m10kx4 (highest first), textN (N characters).</summary>
    public required string Type { get; init; }

    /// <summary>ABCD, CDAB, BADC or DCBA; four registers follow the same rule.</summary>
    public string Order { get; init; } = "ABCD";

    /// <summary>What it shows when <see cref="Obis"/> is empty.</summary>
    public decimal Value { get; init; }

    /// <summary>What a text shows.</summary>
    public string Text { get; init; } = "";

    /// <summary>The quantity it shows: a register of <see cref="SimulatedMeter.RegisterAt"/>, or 1-0:C.7.0 for U, I, P, Q, cos phi and f; empty for a constant.</summary>
    public string Obis { get; init; } = "";

    /// <summary>Value = raw x scale.</summary>
    public decimal Scale { get; init; } = 1m;

    /// <summary>It may be written, and keeps what was written.</summary>
    public bool Writable { get; init; }
}
