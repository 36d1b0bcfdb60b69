namespace AmrCollector.Orders;

/// <summary>What somebody did to the files. The order is storage format: append only.</summary>
internal enum ActKind
{
    /// <summary>An order was entered.</summary>
    Entered,

    /// <summary>An order was withdrawn.</summary>
    Withdrawn,

    /// <summary>A row of the meter list was accepted.</summary>
    ListAccepted,
}
