namespace AmrCollector.Gaps;

/// <summary>By what completeness is told apart.</summary>
[Flags]
public enum GapSplit
{
    /// <summary>One sum.</summary>
    None = 0,

    /// <summary>By local day.</summary>
    Day = 1,

    /// <summary>By line.</summary>
    Line = 2,

    /// <summary>By transformer area.</summary>
    Area = 4,

    /// <summary>By the plan's word.</summary>
    Read = 8,
}
