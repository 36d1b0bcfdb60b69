namespace AmrCollector.Polling.Clocks;

/// <summary>What to do about a meter's clock.</summary>
public enum ClockVerdict
{
    /// <summary>Nothing: it is right, or nothing may be done about it.</summary>
    Leave,

    /// <summary>It is to be set, but not now.</summary>
    Later,

    /// <summary>Set it now.</summary>
    Set,

    /// <summary>It is too far off: a person sets it.</summary>
    Alarm,
}
