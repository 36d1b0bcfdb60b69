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

    /// <summary>All their numbers, twelve digits each.</summary>
    public IEnumerable<string> Ids => Enumerable.Range(0, Count).Select(i => (FirstNumber + i).ToString("D12"));

    /// <summary>Modbus unit of the first; the others follow.</summary>
    public int FirstUnit { get; init; } = 1;

    /// <summary>Transformer area.</summary>
    public string Area { get; init; } = "";

    /// <summary>What lives behind them; null mixes flats, a few shops, panels and vacancies.</summary>
    public Loads.LoadKind? Load { get; init; }

    /// <summary>The six digits with which a DL/T 645 meter lets its clock be set; empty refuses every write.</summary>
    public string Password { get; init; } = "";

    /// <summary>Size of the loads against their kind's usual one, in percent.</summary>
    public int LoadPercent { get; init; } = 100;
}
