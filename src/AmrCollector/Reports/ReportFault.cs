namespace AmrCollector.Reports;

/// <summary>What a message that cannot become a reading suffers from; counted by it. The order is storage format: append only.</summary>
public enum ReportFault
{
    /// <summary>It is larger than any report.</summary>
    TooLarge,

    /// <summary>It is no JSON.</summary>
    NoJson,

    /// <summary>It names no meter, or one that is not in the meter list.</summary>
    UnknownMeter,

    /// <summary>What is asked for is not in it.</summary>
    Missing,

    /// <summary>A value is no number that a register shows.</summary>
    Value,

    /// <summary>A time is none, or one before meters kept a date.</summary>
    Time,

    /// <summary>A unit is not known, or not the one of the item.</summary>
    Unit,

    /// <summary>No rule is for its topic.</summary>
    WrongTopic,

    /// <summary>The ledger would not have it.</summary>
    NotStored,

    /// <summary>A time more than a day ahead of the collector's clock.</summary>
    Ahead,
}
