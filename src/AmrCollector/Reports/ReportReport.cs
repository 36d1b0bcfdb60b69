namespace AmrCollector.Reports;

/// <summary>Reports since the start.</summary>
/// <param name="Arrived">Messages taken from the brokers.</param>
/// <param name="Stored">Messages whose readings are in the ledger, repeats included.</param>
/// <param name="Refused">Messages that became a dead letter, kept or counted.</param>
public sealed record ReportReport(long Arrived, long Stored, long Refused);
