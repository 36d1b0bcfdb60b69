namespace AmrCollector.Billing;

/// <summary>What there is for a read that is due. The order is storage format: append only.</summary>
public enum BillingState
{
    /// <summary>A register somebody read.</summary>
    Actual,

    /// <summary>A register nobody read; an actual that comes later replaces it.</summary>
    Estimated,

    /// <summary>There is a number, and it must not be billed yet.</summary>
    Held,

    /// <summary>There is no number.</summary>
    Missing,
}
