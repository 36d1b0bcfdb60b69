namespace AmrCollector.Ledger;

/// <summary>A ledger that cannot be used as asked; the message names the file and says what to do. Nothing was changed.</summary>
/// <param name="fault">Which kind.</param>
/// <param name="message">One or two sentences for the operator.</param>
/// <param name="cause">What SQLite or the system said, if anything.</param>
public sealed class LedgerException(LedgerFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Which kind.</summary>
    public LedgerFault Fault { get; } = fault;
}
