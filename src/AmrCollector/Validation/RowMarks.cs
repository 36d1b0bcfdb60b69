namespace AmrCollector.Validation;

/// <summary>What a row of a timeline is not good for.</summary>
[Flags]
public enum RowMarks
{
    /// <summary>In force and released: billed, and a baseline.</summary>
    None = 0,

    /// <summary>In force but not released: a shadow baseline for the pattern rules only.</summary>
    Held = 1,

    /// <summary>In force, billed with zero; the baseline stays the row before it (V09).</summary>
    Aside = 2,

    /// <summary>Not a reading of the register; kept to know it again.</summary>
    Rejected = 4,

    /// <summary>Contradicts the row in force of the same key; kept to know it again.</summary>
    Conflict = 8,

    /// <summary>There was no number.</summary>
    NoValue = 16,
}
