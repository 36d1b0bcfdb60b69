namespace AmrCollector.Orders;

/// <summary>What was done, or holds for a while. The order is storage format: append only.</summary>
public enum OrderKind
{
    /// <summary>换表: another meter took the place of the old one.</summary>
    Exchange,

    /// <summary>换互感器/改倍率: the same meter, another ratio.</summary>
    RatioChange,

    /// <summary>过户/改点: another account, or another metering point.</summary>
    Account,

    /// <summary>空置: nobody is there.</summary>
    Vacancy,

    /// <summary>授权开盖: somebody opens or programs the meter with authority.</summary>
    Opening,

    /// <summary>计划停电: the supply is off.</summary>
    Outage,

    /// <summary>停电催费: the customer is cut off. A record only.</summary>
    CutOff,

    /// <summary>复电: the customer is supplied again. A record only.</summary>
    Reconnection,

    /// <summary>现场核查: somebody has to look at the meter; the collector itself orders it when too many billing reads were estimated. A record only.</summary>
    Inspection,
}
