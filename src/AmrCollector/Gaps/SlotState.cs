namespace AmrCollector.Gaps;

/// <summary>What became of a slot. The numbers are storage format, 0..15: append only.</summary>
public enum SlotState
{
    /// <summary>Nothing yet; still to be had.</summary>
    Open = 0,

    /// <summary>Read when it was due.</summary>
    Have = 1,

    /// <summary>Fetched later from the meter's daily freezes.</summary>
    FromDailyFreeze = 2,

    /// <summary>Fetched later from the meter's settlement-day registers.</summary>
    FromSettlement = 3,

    /// <summary>Fetched later from the meter's load records.</summary>
    FromLoadRecord = 4,

    /// <summary>An estimate stands in for it; an actual that comes later takes its place.</summary>
    Estimated = 5,

    /// <summary>Not expected: before the plan was in force that day, or after.</summary>
    NotExpected = 6,

    /// <summary>Lost: the meter was asked and has no record of it.</summary>
    NoRecord = 8,

    /// <summary>Lost: it is older than the meter's memory.</summary>
    OlderThanMemory = 9,

    /// <summary>Lost: nothing but a reading at that moment could have told it.</summary>
    NoMemory = 10,

    /// <summary>Lost: the meter refuses to tell it.</summary>
    Refused = 11,

    /// <summary>Lost: what came was no reading of this register (a reject).</summary>
    Rejected = 12,

    /// <summary>Lost: the meter left the list.</summary>
    Removed = 13,

    /// <summary>Lost: its day was closed before the value came.</summary>
    DayClosed = 14,
}
