namespace AmrCollector.Metering;

/// <summary>What the energy of one interval is worth. The numbers are storage format: append only.</summary>
public enum IntervalQuality
{
    /// <summary>The difference of two registers the meter recorded.</summary>
    Actual,

    /// <summary>A share of the difference of two registers further apart; the sum over the gap is exact.</summary>
    Substituted,

    /// <summary>Nothing is known.</summary>
    Missing,

    /// <summary>As <see cref="Actual"/>, but the meter's clock was changed in it or close to its ends: it may be longer or shorter than it should be.</summary>
    ClockChanged,

    /// <summary>A person's word.</summary>
    Edited,
}
