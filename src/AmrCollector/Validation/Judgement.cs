namespace AmrCollector.Validation;

/// <summary>What a reading is worth (vee.md 2.1). The order is storage format: append only.</summary>
public enum Judgement
{
    /// <summary>Usable.</summary>
    Accept,

    /// <summary>Kept; a person or a later read must release it.</summary>
    Suspect,

    /// <summary>Not a reading of this register; never a baseline.</summary>
    Reject,

    /// <summary>No valid actual for the slot: the value is an estimate.</summary>
    Estimate,
}
