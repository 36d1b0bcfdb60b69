using AmrCollector.Metering;

namespace AmrCollector.Billing;

/// <summary>A read of one meter that is due, whatever there is for it.</summary>
/// <param name="Listed">The meter as the list has it now.</param>
/// <param name="Day">The local day it is due on.</param>
/// <param name="At">The instant it is due for, UTC: the day's beginning, or the order's time.</param>
/// <param name="Kind">What it closes.</param>
/// <param name="Cause">Why.</param>
/// <param name="Order">What the order is called; empty for a reading day.</param>
public sealed record BillingDue(Meter Listed, DateOnly Day, DateTimeOffset At, BillingKind Kind, BillingCause Cause, string Order)
{
    /// <summary>True when the customer agreed to an estimate (vee.md 9), as the order says.</summary>
    public bool IsAgreed { get; init; }

    /// <summary>True when nothing but an actual may close it (vee.md 9: move-out, exchange, termination).</summary>
    public bool ActualOnly => Cause != BillingCause.ReadingDay && !IsAgreed;

    /// <summary>Of two causes at one instant the higher stands: who pays matters most, then that nobody is there any more.</summary>
    internal int Rank => Cause switch
    {
        BillingCause.ReadingDay => 0,
        BillingCause.MoveIn => 1,
        BillingCause.AccountChange => 2,
        BillingCause.Vacancy => 3,
        _ => 4,
    };
}
