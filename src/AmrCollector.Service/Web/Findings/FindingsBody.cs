namespace AmrCollector.Service.Web.Findings;

/// <summary>What POST /v1/findings takes.</summary>
/// <param name="Findings">The differences a check found.</param>
public sealed record FindingsBody(IReadOnlyList<ReportBody>? Findings);
