namespace AmrCollector.Service.Configuration;

/// <summary>Every threshold that validation.json may set, by the rule it belongs to.</summary>
internal static class Thresholds
{
    private const int Day = 86400;

    public static readonly Threshold[] All =
    [
        new("futureSeconds", 0, Day, (all, value) => all with { FutureTolerance = TimeSpan.FromSeconds((double)value) }),
        new("clockNoticeSeconds", 1, Day, (all, value) => all with { ClockNotice = TimeSpan.FromSeconds((double)value) }),
        new("clockDoubtSeconds", 1, Day, (all, value) => all with { ClockDoubt = TimeSpan.FromSeconds((double)value) }),
        new("gapFactor", 1, 100, (all, value) => all with { GapFactor = value }),
        new("jitterSteps", 0, 100, (all, value) => all with { JitterSteps = value }),
        new("rolloverZone", 0.5m, 1, (all, value) => all with { RolloverZone = value }),
        new("ambiguousShare", 0.01m, 1, (all, value) => all with { AmbiguousShare = value }),
        new("margin", 1, 10, (all, value) => all with { Margin = value }),
        new("capacityNotice", 0.1m, 100, (all, value) => all with { CapacityNotice = value }),
        new("capacityDoubt", 0.1m, 100, (all, value) => all with { CapacityDoubt = value }),
        new("stoppedEnergy", 0, 1000, (all, value) => all with { StoppedEnergy = value }),
        new("zeroDays", 2, 60, (all, value) => all with { ZeroDays = (int)value }),
        new("inactiveEnergy", 0, 1000, (all, value) => all with { InactiveEnergy = value }),
        new("powerEnergyAtLeast", 0, 100_000, (all, value) => all with { PowerEnergyAtLeast = value }),
        new("powerRatioLow", 0, 1, (all, value) => all with { PowerRatioLow = value }),
        new("powerRatioHigh", 1, 100, (all, value) => all with { PowerRatioHigh = value }),
        new("reverseEnergy", 0, 10_000, (all, value) => all with { ReverseEnergy = value }),
        new("reverseShare", 0, 1, (all, value) => all with { ReverseShare = value }),
        new("windowDays", 7, 60, (all, value) => all with { WindowDays = (int)value }),
        new("dayTypeSamples", 1, 60, (all, value) => all with { DayTypeSamples = (int)value }),
        new("anyDaySamples", 1, 60, (all, value) => all with { AnyDaySamples = (int)value }),
        new("highDeviations", 0.1m, 1000, (all, value) => all with { HighDeviations = value }),
        new("highRatio", 1, 1000, (all, value) => all with { HighRatio = value }),
        new("lowRatio", 0, 1, (all, value) => all with { LowRatio = value }),
        new("lowDays", 1, 30, (all, value) => all with { LowDays = (int)value }),
        new("cycleHigh", 1, 100, (all, value) => all with { CycleHigh = value }),
        new("cycleLow", 0, 1, (all, value) => all with { CycleLow = value }),
        new("cycleEnergy", 0, 1_000_000, (all, value) => all with { CycleEnergy = value }),
        new("peers", 2, 100_000, (all, value) => all with { Peers = (int)value }),
        new("peerRatio", 1, 1000, (all, value) => all with { PeerRatio = value }),
        new("spikeRatio", 0, 1000, (all, value) => all with { SpikeRatio = value }),
        new("spikeEnergy", 0, 1_000_000, (all, value) => all with { SpikeEnergy = value }),
        new("sumShare", 0, 1, (all, value) => all with { SumShare = value }),
        new("faultSeconds", 0, Day, (all, value) => all with { FaultDuration = TimeSpan.FromSeconds((double)value) }),
        new("linearGapSeconds", 60, Day, (all, value) => all with { LinearGap = TimeSpan.FromSeconds((double)value) }),
    ];
}
