namespace AmrCollector.Ledger;

/// <summary>Why a ledger cannot be used.</summary>
public enum LedgerFault
{
    /// <summary>There is none in the folder (read-only opening only).</summary>
    Missing,

    /// <summary>A newer version of the program wrote it.</summary>
    Newer,

    /// <summary>The file is damaged or no ledger.</summary>
    Corrupt,

    /// <summary>Another process writes it.</summary>
    Busy,

    /// <summary>The folder or file cannot be opened: rights, disk.</summary>
    Unreachable,
}
