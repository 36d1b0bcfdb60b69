namespace AmrCollector.Validation;

/// <summary>What a meter or terminal reported (vee.md 2.3, 10).</summary>
public enum MeterEventKind
{
    /// <summary>开盖: the cover was opened.</summary>
    CoverOpen,

    /// <summary>开端钮盖: the terminal cover was opened.</summary>
    TerminalCoverOpen,

    /// <summary>编程: parameters were written.</summary>
    Programming,

    /// <summary>A constant magnetic field.</summary>
    Magnetic,

    /// <summary>失压.</summary>
    VoltageLoss,

    /// <summary>断相.</summary>
    PhaseLoss,

    /// <summary>失流.</summary>
    CurrentLoss,

    /// <summary>反极性.</summary>
    CurrentReversed,

    /// <summary>停电.</summary>
    PowerOutage,

    /// <summary>电表清零: the registers were cleared.</summary>
    MeterClear,

    /// <summary>功率因数超下限.</summary>
    LowPowerFactor,

    /// <summary>电流或电压不平衡.</summary>
    Unbalance,

    /// <summary>电流严重不平衡.</summary>
    SevereUnbalance,
}
