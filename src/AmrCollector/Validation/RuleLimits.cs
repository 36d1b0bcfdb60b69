using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>Which thresholds a rule goes by, for who asks why it fired. Pure.</summary>
public static class RuleLimits
{
    /// <summary>Names and values of the thresholds of <paramref name="rule"/> for this meter, as validation.json names them; empty for a rule that has none.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(string rule, RuleParameters all, Meter meter)
    {
        var limits = all.Of(meter.Class);
        return rule switch
        {
            RuleId.Time => [("futureTolerance", Text(limits.FutureTolerance))],
            RuleId.Clock => [("clockNotice", Text(limits.ClockNotice)), ("clockDoubt", Text(limits.ClockDoubt))],
            RuleId.Gap => [("gapFactor", Text(limits.GapFactor))],
            RuleId.Jitter => [("jitterSteps", Text(limits.JitterSteps))],
            RuleId.Rollover or RuleId.Ambiguous => [("rolloverZone", Text(limits.RolloverZone)), ("ambiguousShare", Text(limits.AmbiguousShare)), ("modulus", Text(meter.Modulus))],
            RuleId.MaxEnergy => MaxEnergy(limits, meter),
            RuleId.OverCapacity => [("capacityNotice", Text(limits.CapacityNotice)), ("capacityDoubt", Text(limits.CapacityDoubt)), ("contractKw", meter.ContractKw is { } kw ? Text(kw) : "-")],
            RuleId.Stopped => [("stoppedEnergy", Text(limits.StoppedEnergy))],
            RuleId.ZeroRun => [("zeroDays", Text(limits.ZeroDays))],
            RuleId.UsageOnInactive => [("inactiveEnergy", Text(limits.InactiveEnergy)), ("status", meter.Status.WireName())],
            RuleId.PowerMismatch => [("powerEnergyAtLeast", Text(limits.PowerEnergyAtLeast)), ("powerRatioLow", Text(limits.PowerRatioLow)), ("powerRatioHigh", Text(limits.PowerRatioHigh))],
            RuleId.ReverseEnergy => [("reverseEnergy", Text(limits.ReverseEnergy)), ("reverseShare", Text(limits.ReverseShare))],
            RuleId.HighUsage => High(limits, meter),
            RuleId.LowUsage => [("windowDays", Text(limits.WindowDays)), ("lowRatio", Text(limits.LowRatio)), ("lowDays", Text(limits.LowDays)), ("lowMedian", Text(limits.For(meter.Class).LowMedian))],
            RuleId.BillingHiLo => [("cycleHigh", Text(limits.CycleHigh)), ("cycleLow", Text(limits.CycleLow)), ("cycleEnergy", Text(limits.CycleEnergy))],
            RuleId.Peer => [("peers", Text(limits.Peers)), ("peerRatio", Text(limits.PeerRatio)), ("highDeviations", Text(limits.HighDeviations))],
            RuleId.Spike => [("spikeRatio", Text(limits.SpikeRatio)), ("spikeEnergy", Text(limits.SpikeEnergy))],
            RuleId.SumCheck => [("sumShare", Text(limits.SumShare))],
            RuleId.MeteringFault => [("faultDuration", Text(limits.FaultDuration))],
            RuleId.Linear => [("linearGap", Text(limits.LinearGap))],
            _ => [],
        };
    }

    private static (string, string)[] MaxEnergy(RuleParameters limits, Meter meter) =>
    [
        ("margin", Text(limits.Margin)),
        ("unV", Text(meter.UnV)),
        ("imaxA", Text(meter.ImaxA)),
        ("wiring", meter.Wiring.WireName()),
        ("mostKwhADay", Physics.Ceiling(meter, 86400, limits.Margin) is { } ceiling ? Text(ceiling * meter.Multiplier) : "-"),
    ];

    private static (string, string)[] High(RuleParameters limits, Meter meter) =>
    [
        ("highDeviations", Text(limits.HighDeviations)),
        ("highRatio", Text(limits.HighRatio)),
        ("highAtLeast", Text(limits.For(meter.Class).HighAtLeast)),
        ("spreadFloor", Text(limits.For(meter.Class).SpreadFloor)),
        ("windowDays", Text(limits.WindowDays)),
        ("dayTypeSamples", Text(limits.DayTypeSamples)),
        ("anyDaySamples", Text(limits.AnyDaySamples)),
    ];

    private static string Text(decimal value) => Wording.Plain(value);

    private static string Text(TimeSpan value) => Wording.Duration((long)value.TotalSeconds);
}
