namespace AmrCollector.Service.Web.Findings;

/// <summary>One difference.</summary>
/// <param name="Meter">Id of the meter of the list.</param>
/// <param name="Kind">number, constant, currentRatio, voltageRatio, settlementDays, tariffs.</param>
/// <param name="Listed">What the list says.</param>
/// <param name="Read">What the meter says.</param>
/// <param name="Meaning">One sentence.</param>
public sealed record ReportBody(string? Meter, string? Kind, string? Listed, string? Read, string? Meaning);
