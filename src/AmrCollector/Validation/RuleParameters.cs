using System.Collections.Frozen;
using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>Every threshold of the rules. A change of any value goes with a new <see cref="Version"/>, which verdicts carry.</summary>
public sealed record RuleParameters
{
    /// <summary>The defaults of vee.md, in UTC: a site sets <see cref="Calendar"/>.</summary>
    public static RuleParameters Default { get; } = new();

    /// <summary>Which set of values this is.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The site's days.</summary>
    public SiteCalendar Calendar { get; init; } = SiteCalendar.Utc;

    /// <summary>Limits by kind of customer.</summary>
    public FrozenDictionary<CustomerClass, ClassLimits> Classes { get; init; } =
        Enum.GetValues<CustomerClass>().ToFrozenDictionary(customer => customer, ClassLimits.Of);

    /// <summary>V02: a reading may be dated this much later than it was read.</summary>
    public TimeSpan FutureTolerance { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>V04: clock offset above which a synchronisation is scheduled.</summary>
    public TimeSpan ClockNotice { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>V04: clock offset above which a tariff split is doubtful.</summary>
    public TimeSpan ClockDoubt { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>V07: intervals that may pass between two readings.</summary>
    public decimal GapFactor { get; init; } = 1.5m;

    /// <summary>V09: steps of the last digit a register may fall.</summary>
    public decimal JitterSteps { get; init; } = 1;

    /// <summary>V11: share of the modulus from which on a fall may be a rollover.</summary>
    public decimal RolloverZone { get; init; } = 0.9m;

    /// <summary>V11: share of the modulus from which on more than one rollover is thinkable.</summary>
    public decimal AmbiguousShare { get; init; } = 0.5m;

    /// <summary>V14: factor on what the meter can carry.</summary>
    public decimal Margin { get; init; } = 1.2m;

    /// <summary>V15: share of the contracted power that is worth a note.</summary>
    public decimal CapacityNotice { get; init; } = 1.1m;

    /// <summary>V15: share of the contracted power that is suspect.</summary>
    public decimal CapacityDoubt { get; init; } = 3;

    /// <summary>V16: energy in kWh that must have moved the register.</summary>
    public decimal StoppedEnergy { get; init; } = 0.1m;

    /// <summary>V17: daily zeros in a row.</summary>
    public int ZeroDays { get; init; } = 7;

    /// <summary>V18: kWh that an unsupplied account may use.</summary>
    public decimal InactiveEnergy { get; init; } = 0.5m;

    /// <summary>V19: integrated power in kWh below which nothing is compared.</summary>
    public decimal PowerEnergyAtLeast { get; init; } = 2;

    /// <summary>V19: smallest credible ratio of register to integrated power.</summary>
    public decimal PowerRatioLow { get; init; } = 0.67m;

    /// <summary>V19: largest credible ratio.</summary>
    public decimal PowerRatioHigh { get; init; } = 1.5m;

    /// <summary>V22: reverse kWh an account without generation may show.</summary>
    public decimal ReverseEnergy { get; init; } = 1;

    /// <summary>V22: the same as a share of its consumption.</summary>
    public decimal ReverseShare { get; init; } = 0.01m;

    /// <summary>V30, V31: days of history looked at.</summary>
    public int WindowDays { get; init; } = 56;

    /// <summary>V30: days of the same type that make a reference.</summary>
    public int DayTypeSamples { get; init; } = 8;

    /// <summary>V30, V31: days of any type that make a reference.</summary>
    public int AnyDaySamples { get; init; } = 7;

    /// <summary>V30: robust deviations above the median.</summary>
    public decimal HighDeviations { get; init; } = 6;

    /// <summary>V30: times the median.</summary>
    public decimal HighRatio { get; init; } = 2;

    /// <summary>V31: share of the median.</summary>
    public decimal LowRatio { get; init; } = 0.3m;

    /// <summary>V31: days in a row.</summary>
    public int LowDays { get; init; } = 3;

    /// <summary>V32: cycle ratio that is high.</summary>
    public decimal CycleHigh { get; init; } = 1.5m;

    /// <summary>V32: cycle ratio that is low.</summary>
    public decimal CycleLow { get; init; } = 0.5m;

    /// <summary>V32: kWh of difference to the last cycle, at least.</summary>
    public decimal CycleEnergy { get; init; } = 50;

    /// <summary>V33: peers that make a reference.</summary>
    public int Peers { get; init; } = 20;

    /// <summary>V33: times the median of the peers.</summary>
    public decimal PeerRatio { get; init; } = 3;

    /// <summary>V34: (highest - third) / third.</summary>
    public decimal SpikeRatio { get; init; } = 1.8m;

    /// <summary>V34: highest - third in kWh, at least.</summary>
    public decimal SpikeEnergy { get; init; } = 2;

    /// <summary>V35: share of the consumption by which intervals may miss it.</summary>
    public decimal SumShare { get; init; } = 0.001m;

    /// <summary>V42: shortest fault that counts.</summary>
    public TimeSpan FaultDuration { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>V50: share by which main and check meter may differ and both count as in class (1.5 x class 1).</summary>
    public decimal CheckShare { get; init; } = 0.015m;

    /// <summary>V50: days over which main and check meter are compared.</summary>
    public int CheckDays { get; init; } = 30;

    /// <summary>Billing reads in a row that may be estimated; then the meter has to be inspected (vee.md 5.1, limits).</summary>
    public int EstimatesInARow { get; init; } = 3;

    /// <summary>V51: longest gap that is bridged by a straight line.</summary>
    public TimeSpan LinearGap { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Thresholds of classes that differ from these; null: none does.</summary>
    public FrozenDictionary<CustomerClass, RuleParameters>? ByClass { get; init; }

    /// <summary>The thresholds of a class.</summary>
    public RuleParameters Of(CustomerClass customer) => ByClass is not null && ByClass.TryGetValue(customer, out var own) ? own : this;

    /// <summary>The limits of a class.</summary>
    public ClassLimits For(CustomerClass customer) => Classes[customer];
}
