namespace AmrCollector.Review;

/// <summary>What a person makes of an entry.</summary>
public enum Decision
{
    /// <summary>The number is right: it is released.</summary>
    Accept,

    /// <summary>It is no reading of this register: it is taken out, and its slot is open for an estimate.</summary>
    Reject,

    /// <summary>Another number stands in its place; what the meter said stays where it was.</summary>
    Edit,
}
