namespace AmrCollector.Service.Web.Findings;

/// <summary>What POST /v1/review/{id} takes.</summary>
/// <param name="Decision">"accept" or "reject".</param>
/// <param name="Reason">Why.</param>
/// <param name="User">Who.</param>
/// <param name="Version">The version that was looked at.</param>
public sealed record DecisionBody(string? Decision, string? Reason, string? User, int? Version);
