namespace AmrCollector.Metering;

/// <summary>One row of the meter list: the archive's facts about a device in force (design.md §6).</summary>
public sealed record Meter
{
    /// <summary>The meter's number.</summary>
    public required MeterId Id { get; init; }

    /// <summary>Metering point, empty when the list has none.</summary>
    public string Point { get; init; } = "";

    /// <summary>The account it bills to.</summary>
    public string Account { get; init; } = "";

    /// <summary>Transformer area.</summary>
    public string Area { get; init; } = "";

    /// <summary>What the meter is for.</summary>
    public MeterRole Role { get; init; }

    /// <summary>Name of the line it hangs on.</summary>
    public string Line { get; init; } = "";

    /// <summary>Name of its model.</summary>
    public string Model { get; init; } = "";

    /// <summary>DL/T 645 address (12 digits) or Modbus unit.</summary>
    public string Address { get; init; } = "";

    /// <summary>Name of its reading plan.</summary>
    public string Plan { get; init; } = "";

    /// <summary>What time the meter's clock keeps.</summary>
    public MeterClock Clock { get; init; }

    /// <summary>Current transformer ratio, 1 when direct or applied by the model.</summary>
    public decimal Ct { get; init; } = 1;

    /// <summary>Voltage transformer ratio, 1 when direct or applied by the model.</summary>
    public decimal Pt { get; init; } = 1;

    /// <summary>Digits ahead of the point: the register's modulus is 10^Digits.</summary>
    public int Digits { get; init; } = 6;

    /// <summary>Digits behind the point.</summary>
    public int Decimals { get; init; } = 2;

    /// <summary>Kind of customer; chooses rule parameters.</summary>
    public CustomerClass Class { get; init; }

    /// <summary>How it is connected; decides the physical ceiling.</summary>
    public Wiring Wiring { get; init; }

    /// <summary>Rated voltage in V (phase for 1P2W and 3P4W, line for 3P3W; secondary when pt > 1).</summary>
    public decimal UnV { get; init; } = 220;

    /// <summary>Maximum current in A (secondary when ct > 1).</summary>
    public decimal ImaxA { get; init; } = 60;

    /// <summary>Days of the month whose reads are billed.</summary>
    public IReadOnlyList<int> ReadingDays { get; init; } = [];

    /// <summary>Day of installation; no reading before it is believed.</summary>
    public DateOnly? Installed { get; init; }

    /// <summary>Whether the account is supplied.</summary>
    public MeterStatus Status { get; init; }

    /// <summary>The number on the meter's own name plate, which it can be asked for; empty when the list has none.</summary>
    public string Number { get; init; } = "";

    /// <summary>Pulses a kWh; null when the list does not say.</summary>
    public int? Constant { get; init; }

    /// <summary>How many tariffs it counts; null when the list does not say.</summary>
    public int? Tariffs { get; init; }

    /// <summary>True when the account feeds in.</summary>
    public bool HasGeneration { get; init; }

    /// <summary>True when the account is billed by tariff.</summary>
    public bool IsTou { get; init; }

    /// <summary>Contracted power in kW; null when the list does not say.</summary>
    public decimal? ContractKw { get; init; }

    /// <summary>Silence it needs ahead of each of its requests; null: what its model says.</summary>
    public TimeSpan? Gap { get; init; }

    /// <summary>Names of what may be written to it: clock, freeze, relay, parameter, clear. Empty: nothing.</summary>
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <summary>ct x pt: register difference to primary consumption.</summary>
    public decimal Multiplier => Ct * Pt;

    /// <summary>10^Digits: where the register starts again at 0.</summary>
    public decimal Modulus
    {
        get
        {
            var modulus = 1m;
            for (var i = 0; i < Digits; i++) modulus *= 10;
            return modulus;
        }
    }
}
