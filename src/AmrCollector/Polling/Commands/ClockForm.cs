namespace AmrCollector.Polling.Commands;

/// <summary>How a clock is set (dossier §5.5, §12, §15).</summary>
public enum ClockForm
{
    /// <summary>Date, then time, each written with the password: 04000101 and 04000102, in 1997 C010 and C011. Any difference.</summary>
    DateThenTime,

    /// <summary>Both in one item, 0400010C: newer meters of 2007 only.</summary>
    Whole,

    /// <summary>08H to this meter alone, without password: taken within five minutes (1997: ten) and once a day; never answered.</summary>
    Nudge,
}
