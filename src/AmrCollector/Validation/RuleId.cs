namespace AmrCollector.Validation;

/// <summary>The ids of the rules (vee.md 2.2): what verdicts carry, for ever.</summary>
public static class RuleId
{
    /// <summary>No earlier and no later valid entry.</summary>
    public const string FirstReading = "V00_FIRST_READING";

    /// <summary>The same key within one step: nothing new.</summary>
    public const string Duplicate = "V01_DUPLICATE";

    /// <summary>The same key with another value: the first stays in force.</summary>
    public const string Conflict = "V01_CONFLICT";

    /// <summary>Dated later than it was read, or before the meter was installed.</summary>
    public const string Time = "V02_TIME";

    /// <summary>Another meter answered.</summary>
    public const string MeterId = "V03_METER_ID";

    /// <summary>The meter's clock is off.</summary>
    public const string Clock = "V04_CLOCK";

    /// <summary>Not a number this register can show.</summary>
    public const string Format = "V05_FORMAT";

    /// <summary>The slot has no value after retries.</summary>
    public const string Missing = "V06_MISSING";

    /// <summary>More time has passed than one interval.</summary>
    public const string Gap = "V07_GAP";

    /// <summary>An actual for a slot that holds an estimate.</summary>
    public const string ReplacesEstimate = "V08_REPLACES_ESTIMATE";

    /// <summary>One step backwards: no consumption, the baseline stays.</summary>
    public const string Jitter = "V09_JITTER";

    /// <summary>示度下降: the register fell and nothing explains it.</summary>
    public const string Decrease = "V10_REGISTER_DECREASE";

    /// <summary>The register passed its modulus once.</summary>
    public const string Rollover = "V11_ROLLOVER";

    /// <summary>The register may have passed its modulus more than once.</summary>
    public const string Ambiguous = "V11_AMBIGUOUS";

    /// <summary>The meter recorded that it was cleared.</summary>
    public const string Reset = "V12_RESET";

    /// <summary>An exchange order lies between the baseline and the reading.</summary>
    public const string Exchange = "V13_METER_EXCHANGE";

    /// <summary>飞走: more energy than the meter can carry.</summary>
    public const string MaxEnergy = "V14_MAX_ENERGY";

    /// <summary>超容量: more power than contracted.</summary>
    public const string OverCapacity = "V15_OVER_CAPACITY";

    /// <summary>停走: power flows, the register stands.</summary>
    public const string Stopped = "V16_STOPPED";

    /// <summary>A week of zeros.</summary>
    public const string ZeroRun = "V17_ZERO_RUN";

    /// <summary>Consumption on an account that is not supplied.</summary>
    public const string UsageOnInactive = "V18_USAGE_ON_INACTIVE";

    /// <summary>电能量超差: the register disagrees with the integrated power.</summary>
    public const string PowerMismatch = "V19_POWER_MISMATCH";

    /// <summary>示值不平: the tariff registers do not add up to the total.</summary>
    public const string TariffSum = "V20_TARIFF_SUM";

    /// <summary>费率异常: a tariff register moved when it must not.</summary>
    public const string TariffAnomaly = "V21_TARIFF_ANOMALY";

    /// <summary>反向电量: reverse energy on an account without generation.</summary>
    public const string ReverseEnergy = "V22_REVERSE_ENERGY";

    /// <summary>A ratio-change order lies between the baseline and the reading.</summary>
    public const string RatioChange = "V23_RATIO_CHANGE";

    /// <summary>Valid entries exist after the reading.</summary>
    public const string Late = "V24_LATE";

    /// <summary>A combined register of an account with generation fell.</summary>
    public const string NetExport = "V25_NET_EXPORT";

    /// <summary>Far above the days before.</summary>
    public const string HighUsage = "V30_HIGH_USAGE";

    /// <summary>The third day far below the days before.</summary>
    public const string LowUsage = "V31_LOW_USAGE";

    /// <summary>A cycle far from both the last one and the same one last year.</summary>
    public const string BillingHiLo = "V32_BILLING_HILO";

    /// <summary>No own history, and far above its peers.</summary>
    public const string Peer = "V33_PEER";

    /// <summary>The newest interval stands out of the last 24.</summary>
    public const string Spike = "V34_SPIKE";

    /// <summary>The intervals do not add up to the register.</summary>
    public const string SumCheck = "V35_SUM_CHECK";

    /// <summary>开盖/开端钮盖/编程: opened or programmed without an order.</summary>
    public const string TamperEvent = "V40_TAMPER_EVENT";

    /// <summary>磁场: a magnet at the meter.</summary>
    public const string Magnetic = "V41_MAGNETIC";

    /// <summary>失压/断相/失流/反极性: part of the energy was not metered.</summary>
    public const string MeteringFault = "V42_METERING_FAULT";

    /// <summary>停电: the supply was off.</summary>
    public const string Outage = "V43_OUTAGE";

    /// <summary>The power factor was very low.</summary>
    public const string PowerFactor = "V44_POWER_FACTOR";

    /// <summary>The phases were loaded unevenly.</summary>
    public const string Unbalance = "V45_UNBALANCE";

    /// <summary>Estimate: the check meter's energy, by what the two had before.</summary>
    public const string Check = "V50_CHECK";

    /// <summary>Estimate: a straight line between two registers.</summary>
    public const string Linear = "V51_LINEAR";

    /// <summary>Estimate: like days, scaled to the difference of two registers.</summary>
    public const string LikeDayScaled = "V52_LIKE_DAY_SCALED";

    /// <summary>Estimate: mean of the latest like days.</summary>
    public const string LikeDay = "V53_LIKE_DAY";

    /// <summary>Estimate: average daily load.</summary>
    public const string AverageLoad = "V54_ADL";

    /// <summary>Estimate: the same month of last year.</summary>
    public const string PriorYear = "V55_PRIOR_YEAR";

    /// <summary>Estimate: the profile of the customer class.</summary>
    public const string ClassProfile = "V56_CLASS_PROFILE";

    /// <summary>Nothing to estimate from: no number is invented.</summary>
    public const string NoEstimate = "V59_NO_ESTIMATE";
}
