namespace AmrCollector.Simulator;

/// <summary>What a type of meter is on paper. One object serves all meters of a group.</summary>
public sealed record MeterKind
{
    /// <summary>Model name as the collector's model files are called: "dlt645-2007-1p".</summary>
    public required string Model { get; init; }

    /// <summary>Electrical connection: "1P2W", "3P4W".</summary>
    public required string Wiring { get; init; }

    /// <summary>Rated phase voltage in V.</summary>
    public int UnV { get; init; } = 220;

    /// <summary>Largest current in A (secondary behind current transformers).</summary>
    public int ImaxA { get; init; } = 60;

    /// <summary>Current transformer ratio that the registers do not contain.</summary>
    public int Ct { get; init; } = 1;

    /// <summary>Voltage transformer ratio that the registers do not contain.</summary>
    public int Pt { get; init; } = 1;

    /// <summary>Digits ahead of the point: registers start again at 0 after 10^Digits kWh.</summary>
    public int Digits { get; init; } = 6;

    /// <summary>Digits behind the point of an energy register.</summary>
    public int Decimals { get; init; } = 2;

    /// <summary>True for Modbus, false for DL/T 645-2007.</summary>
    public bool IsModbus { get; init; }

    /// <summary>Phases measured: 1 or 3.</summary>
    public int Phases => Wiring == "1P2W" ? 1 : 3;

    /// <summary>Where the energy register starts again, in Wh.</summary>
    internal long ModulusWh => (long)Math.Pow(10, Digits) * 1000;

    /// <summary>The types this simulator can be, by model name.</summary>
    public static IReadOnlyDictionary<string, MeterKind> All { get; } = new[]
    {
        new MeterKind { Model = "dlt645-2007-1p", Wiring = "1P2W" },
        new MeterKind { Model = "dlt645-2007-3p", Wiring = "3P4W", ImaxA = 60 },
        new MeterKind { Model = "eastron-sdm630", Wiring = "3P4W", UnV = 230, ImaxA = 100, IsModbus = true },
        new MeterKind { Model = "schneider-iem3155", Wiring = "3P4W", UnV = 230, ImaxA = 63, Digits = 8, Decimals = 3, IsModbus = true },
        new MeterKind { Model = "abb-b23", Wiring = "3P4W", UnV = 230, ImaxA = 65, IsModbus = true },
        new MeterKind { Model = "acrel-dtsd1352", Wiring = "3P4W", UnV = 220, ImaxA = 6, Ct = 40, IsModbus = true },
    }.ToDictionary(kind => kind.Model, StringComparer.Ordinal);
}
