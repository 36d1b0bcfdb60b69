namespace AmrCollector.Ledger;

/// <summary>What is wrong with a chain.</summary>
public enum ChainFaultKind
{
    /// <summary>A field or the hash of an entry is not what was stored.</summary>
    EntryChanged,

    /// <summary>Request or reply bytes are not what was stored.</summary>
    EvidenceChanged,

    /// <summary>The bytes an entry was made from are gone.</summary>
    EvidenceMissing,

    /// <summary>Entries were taken out of the middle.</summary>
    EntryMissing,

    /// <summary>Two entries stand in each other's place.</summary>
    Swapped,

    /// <summary>A row was put in that was never committed.</summary>
    Inserted,

    /// <summary>The newest entries are gone: somebody was given a later head.</summary>
    TailCut,

    /// <summary>The chain is whole but is not the one somebody was given the head of.</summary>
    OtherHistory,

    /// <summary>SQLite itself finds the file damaged.</summary>
    Damaged,
}
