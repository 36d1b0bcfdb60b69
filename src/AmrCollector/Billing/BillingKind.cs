namespace AmrCollector.Billing;

/// <summary>What a billing read closes. The order is storage format: append only.</summary>
public enum BillingKind
{
    /// <summary>分次结算: an instalment within a cycle; the cycle's final read settles the rest.</summary>
    Interim,

    /// <summary>Closes a cycle, an account, or a device.</summary>
    Final,
}
