namespace AmrCollector.Metering;

/// <summary>One row of the meter list: the archive's facts about a device in force (design.md §6).</summary>
public sealed record Meter
{
    private Common _common = Common.Usual;

    /// <summary>The meter's number.</summary>
    public required MeterId Id { get; init; }

    /// <summary>Metering point, empty when the list has none.</summary>
    public string Point { get; init; } = "";

    /// <summary>The account it bills to.</summary>
    public string Account { get; init; } = "";

    /// <summary>Transformer area.</summary>
    public string Area { get; init; } = "";

    /// <summary>What the meter is for.</summary>
    public MeterRole Role { get => _common.Role; init => _common = _common.Role == value ? _common : _common with { Role = value }; }

    /// <summary>Name of the line it hangs on.</summary>
    public string Line { get; init; } = "";

    /// <summary>Name of its model.</summary>
    public string Model { get; init; } = "";

    /// <summary>DL/T 645 address (12 digits) or Modbus unit.</summary>
    public string Address { get; init; } = "";

    /// <summary>Name of its reading plan.</summary>
    public string Plan { get; init; } = "";

    /// <summary>What time the meter's clock keeps.</summary>
    public MeterClock Clock { get => _common.Clock; init => _common = _common.Clock == value ? _common : _common with { Clock = value }; }

    /// <summary>Current transformer ratio, 1 when direct or applied by the model.</summary>
    public decimal Ct { get => _common.Ct; init => _common = _common.Ct == value ? _common : _common with { Ct = value }; }

    /// <summary>Voltage transformer ratio, 1 when direct or applied by the model.</summary>
    public decimal Pt { get => _common.Pt; init => _common = _common.Pt == value ? _common : _common with { Pt = value }; }

    /// <summary>Digits ahead of the point: the register's modulus is 10^Digits.</summary>
    public int Digits { get => _common.Digits; init => _common = _common.Digits == value ? _common : _common with { Digits = value }; }

    /// <summary>Digits behind the point.</summary>
    public int Decimals { get => _common.Decimals; init => _common = _common.Decimals == value ? _common : _common with { Decimals = value }; }

    /// <summary>Kind of customer; chooses rule parameters.</summary>
    public CustomerClass Class { get => _common.Class; init => _common = _common.Class == value ? _common : _common with { Class = value }; }

    /// <summary>How it is connected; decides the physical ceiling.</summary>
    public Wiring Wiring { get => _common.Wiring; init => _common = _common.Wiring == value ? _common : _common with { Wiring = value }; }

    /// <summary>Rated voltage in V (phase for 1P2W and 3P4W, line for 3P3W; secondary when pt > 1).</summary>
    public decimal UnV { get => _common.UnV; init => _common = _common.UnV == value ? _common : _common with { UnV = value }; }

    /// <summary>Maximum current in A (secondary when ct > 1).</summary>
    public decimal ImaxA { get => _common.ImaxA; init => _common = _common.ImaxA == value ? _common : _common with { ImaxA = value }; }

    /// <summary>Days of the month whose reads are billed.</summary>
    public IReadOnlyList<int> ReadingDays { get => _common.ReadingDays; init => _common = _common.ReadingDays == value ? _common : _common with { ReadingDays = value }; }

    /// <summary>Day of installation; no reading before it is believed.</summary>
    public DateOnly? Installed { get; init; }

    /// <summary>Whether the account is supplied.</summary>
    public MeterStatus Status { get => _common.Status; init => _common = _common.Status == value ? _common : _common with { Status = value }; }

    /// <summary>The number on the meter's own name plate, which it can be asked for; empty when the list has none.</summary>
    public string Number { get; init; } = "";

    /// <summary>Pulses a kWh; null when the list does not say.</summary>
    public int? Constant { get => _common.Constant; init => _common = _common.Constant == value ? _common : _common with { Constant = value }; }

    /// <summary>How many tariffs it counts; null when the list does not say.</summary>
    public int? Tariffs { get => _common.Tariffs; init => _common = _common.Tariffs == value ? _common : _common with { Tariffs = value }; }

    /// <summary>True when the account feeds in.</summary>
    public bool HasGeneration { get => _common.HasGeneration; init => _common = _common.HasGeneration == value ? _common : _common with { HasGeneration = value }; }

    /// <summary>True when the account is billed by tariff.</summary>
    public bool IsTou { get => _common.IsTou; init => _common = _common.IsTou == value ? _common : _common with { IsTou = value }; }

    /// <summary>Contracted power in kW; null when the list does not say.</summary>
    public decimal? ContractKw { get => _common.ContractKw; init => _common = _common.ContractKw == value ? _common : _common with { ContractKw = value }; }

    /// <summary>Silence it needs ahead of each of its requests; null: what its model says.</summary>
    public TimeSpan? Gap { get => _common.Gap; init => _common = _common.Gap == value ? _common : _common with { Gap = value }; }

    /// <summary>Names of what may be written to it: clock, freeze, relay, parameter, clear. Empty: nothing.</summary>
    public IReadOnlyList<string> Allow { get => _common.Allow; init => _common = _common.Allow == value ? _common : _common with { Allow = value }; }

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

    /// <summary>Lets meters of which the list says the same share it: most of a hundred thousand differ by number, account and place only. One owner.</summary>
    public sealed class Pool
    {
        private readonly Dictionary<Common, Common> _known = [];

        /// <summary>The meter itself, with what it has in common with one before.</summary>
        public Meter Share(Meter meter)
        {
            if (_known.TryGetValue(meter._common, out var known)) meter._common = known;
            else _known.Add(meter._common, meter._common);
            return meter;
        }
    }

    private sealed record Common
    {
        internal static readonly Common Usual = new();

        internal MeterRole Role { get; init; }
        internal MeterClock Clock { get; init; }
        internal decimal Ct { get; init; } = 1;
        internal decimal Pt { get; init; } = 1;
        internal int Digits { get; init; } = 6;
        internal int Decimals { get; init; } = 2;
        internal CustomerClass Class { get; init; }
        internal Wiring Wiring { get; init; }
        internal decimal UnV { get; init; } = 220;
        internal decimal ImaxA { get; init; } = 60;
        internal IReadOnlyList<int> ReadingDays { get; init; } = [];
        internal MeterStatus Status { get; init; }
        internal int? Constant { get; init; }
        internal int? Tariffs { get; init; }
        internal bool HasGeneration { get; init; }
        internal bool IsTou { get; init; }
        internal decimal? ContractKw { get; init; }
        internal TimeSpan? Gap { get; init; }
        internal IReadOnlyList<string> Allow { get; init; } = [];
    }
}
