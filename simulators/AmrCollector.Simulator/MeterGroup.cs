namespace AmrCollector.Simulator;

/// <summary>Meters of one type with consecutive numbers on one line.</summary>
public sealed record MeterGroup
{
    /// <summary>What they are.</summary>
    public required MeterKind Kind { get; init; }

    /// <summary>How many.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Number of the first; the others follow.</summary>
    public required long FirstNumber { get; init; }

    /// <summary>Their numbers when they do not follow each other; <see cref="Count"/> of them. Null for consecutive ones.</summary>
    public IReadOnlyList<long>? Numbers { get; init; }

    /// <summary>All their numbers, twelve digits each.</summary>
    public IEnumerable<string> Ids => Enumerable.Range(0, Count).Select(i => NumberAt(i).ToString("D12"));

    /// <summary>Modbus unit of the first; the others follow.</summary>
    public int FirstUnit { get; init; } = 1;

    /// <summary>Transformer area.</summary>
    public string Area { get; init; } = "";

    /// <summary>What lives behind them; null mixes flats, a few shops, panels and vacancies.</summary>
    public Loads.LoadKind? Load { get; init; }

    /// <summary>The six digits with which a DL/T 645 meter lets its clock be set; empty refuses every write.</summary>
    public string Password { get; init; } = "";

    /// <summary>False when nobody presses the programming key: 2007 and 1997 meters then refuse every write but the relay's.</summary>
    public bool KeyPressed { get; init; } = true;

    /// <summary>Wrong passwords after which a meter locks itself for a day.</summary>
    public int PasswordTries { get; init; } = 5;

    /// <summary>How they are paid for in advance; null when they are not.</summary>
    public PrepayPlan? Prepay { get; init; }

    /// <summary>The classes of load records they keep, bit 0 class 1 to bit 5 class 6; 0 keeps none.</summary>
    public int LoadClasses { get; init; }

    /// <summary>Voltages are lost, covers opened and so on now and then, so that event records can be read; false is a quiet life.</summary>
    public bool Eventful { get; init; }

    /// <summary>Key of the simulated security module, 16 hexadecimal digits.</summary>
    public string EsamKey { get; init; } = "0000000000000000";

    /// <summary>What a Modbus meter cannot do; null as its map says.</summary>
    public ModbusLimits? Limits { get; init; }

    /// <summary>The values of a described Modbus device (model modbus-generic).</summary>
    public IReadOnlyList<RegisterSpec> Registers { get; init; } = [];

    /// <summary>What is wrong with each of them from the start.</summary>
    public MeterFaults Faults { get; init; } = MeterFaults.None;

    /// <summary>Their own speed when it is not the line's; 0 is the line's.</summary>
    public int Baud { get; init; }

    /// <summary>Their own character format when it is not the line's; empty is the line's.</summary>
    public string Format { get; init; } = "";

    /// <summary>Size of the loads against their kind's usual one, in percent.</summary>
    public int LoadPercent { get; init; } = 100;

    /// <summary>Number of meter <paramref name="index"/> of the group.</summary>
    internal long NumberAt(int index) => Numbers is null ? FirstNumber + index : Numbers[index];
}
