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

    /// <summary>What it speaks.</summary>
    public WireProtocol Protocol { get; init; }

    /// <summary>True for Modbus.</summary>
    public bool IsModbus => Protocol == WireProtocol.Modbus;

    /// <summary>The medium of a CJ/T 188 meter as its type byte says it: 10 cold water, 20 heat; 0 on all others.</summary>
    public byte Medium { get; init; }

    /// <summary>Phases measured: 1 or 3.</summary>
    public int Phases => Wiring == "1P2W" ? 1 : 3;

    /// <summary>Where the energy register starts again, in Wh.</summary>
    internal long ModulusWh => (long)Math.Pow(10, Digits) * 1000;

    /// <summary>The types this simulator can be, by model name.</summary>
    public static IReadOnlyDictionary<string, MeterKind> All { get; } = new[]
    {
        new MeterKind { Model = "dlt645-2007-1p", Wiring = "1P2W" },
        new MeterKind { Model = "dlt645-2007-3p", Wiring = "3P4W", ImaxA = 60 },
        new MeterKind { Model = "dlt645-1997", Wiring = "3P4W", Protocol = WireProtocol.Dlt1997 },
        new MeterKind { Model = "cjt188-water", Wiring = "1P2W", Protocol = WireProtocol.Cjt188, Medium = 0x10 },
        new MeterKind { Model = "cjt188-heat", Wiring = "1P2W", Protocol = WireProtocol.Cjt188, Medium = 0x20 },
        new MeterKind { Model = "eastron-sdm630", Wiring = "3P4W", UnV = 230, ImaxA = 100, Protocol = WireProtocol.Modbus },
        new MeterKind { Model = "schneider-iem3155", Wiring = "3P4W", UnV = 230, ImaxA = 63, Digits = 8, Decimals = 3, Protocol = WireProtocol.Modbus },
        new MeterKind { Model = "abb-b23", Wiring = "3P4W", UnV = 230, ImaxA = 65, Protocol = WireProtocol.Modbus },
        new MeterKind { Model = "acrel-dtsd1352", Wiring = "3P4W", UnV = 220, ImaxA = 6, Ct = 40, Protocol = WireProtocol.Modbus },
        new MeterKind { Model = "abb-b21", Wiring = "1P2W", UnV = 230, ImaxA = 65, Protocol = WireProtocol.Modbus },
        new MeterKind { Model = "chint-dtsu666", Wiring = "3P4W", ImaxA = 6, Ct = 20, Protocol = WireProtocol.Modbus },
        new MeterKind { Model = "peacefair-pzem016", Wiring = "1P2W", ImaxA = 100, Decimals = 3, Protocol = WireProtocol.Modbus },
        new MeterKind { Model = "schneider-pm800", Wiring = "3P4W", UnV = 230, ImaxA = 100, Digits = 8, Decimals = 3, Protocol = WireProtocol.Modbus },
        new MeterKind { Model = "sunspec-203", Wiring = "3P4W", UnV = 230, ImaxA = 100, Protocol = WireProtocol.Modbus },
        new MeterKind { Model = "sunspec-213", Wiring = "3P4W", UnV = 230, ImaxA = 100, Decimals = 3, Protocol = WireProtocol.Modbus },
        new MeterKind { Model = "modbus-generic", Wiring = "3P4W", UnV = 230, ImaxA = 100, Protocol = WireProtocol.Modbus },
    }.ToDictionary(kind => kind.Model, StringComparer.Ordinal);
}
