namespace AmrCollector.Findings;

/// <summary>How a fact compares with the list.</summary>
public enum FactResult
{
    /// <summary>Both say the same.</summary>
    Same,

    /// <summary>They differ: a finding.</summary>
    Differs,

    /// <summary>The list says nothing of it.</summary>
    NotListed,

    /// <summary>The meter said nothing usable of it.</summary>
    NotRead,
}
