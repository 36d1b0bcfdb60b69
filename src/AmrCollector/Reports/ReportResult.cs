using AmrCollector.Metering;

namespace AmrCollector.Reports;

/// <summary>What a message says: register sets, a fault, or both when only a part of it can be used.</summary>
/// <param name="Sets">The readings; each of one meter and instant.</param>
/// <param name="Letter">What could not be used, else null.</param>
public sealed record ReportResult(IReadOnlyList<RegisterSet> Sets, DeadLetter? Letter);
