using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>
/// What surrounds a reading and is known to somebody: orders, events, the account, other measurements. Whatever is left out
/// is not judged, so nothing here is ever required.
/// </summary>
public sealed record Circumstances
{
    /// <summary>Nothing is known.</summary>
    public static Circumstances None { get; } = new();

    /// <summary>False while the collector's own clock is not trusted: then nothing is judged early or off.</summary>
    public bool IsClockTrusted { get; init; } = true;

    /// <summary>How the meter's clock was changed lately, oldest first.</summary>
    public IReadOnlyList<ClockChange> ClockChanges { get; init; } = [];

    /// <summary>Orders of the meter, by time; the archive's ratio is the one after the last.</summary>
    public IReadOnlyList<WorkOrder> Orders { get; init; } = [];

    /// <summary>When the customer changed: days before that tell nothing of the days after.</summary>
    public IReadOnlyList<DateTimeOffset> Tenancies { get; init; } = [];

    /// <summary>Events of the meter.</summary>
    public IReadOnlyList<MeterEvent> Events { get; init; } = [];

    /// <summary>Planned distance of two readings.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Where the register wraps when that is no power of ten (a binary counter); null: 10^digits.</summary>
    public decimal? Modulus { get; init; }

    /// <summary>The account is billed by tariff.</summary>
    public bool IsTou { get; init; }

    /// <summary>The account feeds in.</summary>
    public bool HasGeneration { get; init; }

    /// <summary>Contracted power, kW.</summary>
    public decimal? ContractKw { get; init; }

    /// <summary>Days on which nobody is there.</summary>
    public IReadOnlyList<DaySpan> Vacancies { get; init; } = [];

    /// <summary>Mean forward power since the baseline, kW primary.</summary>
    public decimal? MeanPowerKw { get; init; }

    /// <summary>Integral of sampled forward power since the baseline, kWh primary.</summary>
    public decimal? PowerEnergy { get; init; }

    /// <summary>Interval energies from the baseline to the reading, kWh primary; only when complete.</summary>
    public IReadOnlyList<decimal>? Intervals { get; init; }

    /// <summary>Tariff registers without a period in this interval's tariff table.</summary>
    public IReadOnlyList<ObisCode> UnscheduledRates { get; init; } = [];

    /// <summary>The last billing cycle, kWh a day.</summary>
    public decimal? LastCycleDaily { get; init; }

    /// <summary>The same cycle last year, kWh a day.</summary>
    public decimal? LastYearCycleDaily { get; init; }

    /// <summary>The same month last year, kWh a day.</summary>
    public decimal? LastYearDaily { get; init; }

    /// <summary>The customer class, kWh a day.</summary>
    public decimal? ClassDaily { get; init; }

    /// <summary>Where the billing cycle that ends with the reading began, as the meter showed it; null where no cycle ends.</summary>
    public (DateTimeOffset At, decimal Value)? CycleStart { get; init; }

    /// <summary>The check meter of the same point: its register, primary, at an instant; null where it has none released.</summary>
    public Func<DateTimeOffset, decimal?>? CheckRegister { get; init; }

    /// <summary>Comparable customers on the same day.</summary>
    public PeerReference? Peers { get; init; }
}
