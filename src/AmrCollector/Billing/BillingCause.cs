namespace AmrCollector.Billing;

/// <summary>Why a read is due. The order is storage format: append only.</summary>
public enum BillingCause
{
    /// <summary>抄表例日: a reading day of the account.</summary>
    ReadingDay,

    /// <summary>过户: the account changes; the read closes the old one.</summary>
    AccountChange,

    /// <summary>空置: the customer moved out.</summary>
    Vacancy,

    /// <summary>换表: the old device's last register, as its order says.</summary>
    Exchange,

    /// <summary>入住: a vacancy ends; what was used while nobody was there is closed, and the next customer begins from this read.</summary>
    MoveIn,
}
