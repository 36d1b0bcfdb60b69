namespace AmrCollector.Service.Web.Review;

/// <summary>What POST /v1/review/{id} takes.</summary>
/// <param name="Decision">"accept", "reject" or, for an entry, "edit".</param>
/// <param name="Reason">Why.</param>
/// <param name="User">Who.</param>
/// <param name="Version">The version that was looked at: of a finding its own, of an entry its revision. If-Match with the id of the entry does as well.</param>
/// <param name="Value">For an edit: the register's number, exact, as a text; of a day of intervals its new total, to which all of them are scaled.</param>
/// <param name="Intervals">For an edit of a day instead: the intervals that are to be other, by number from 1, by local time ("10:15") or by instant, with their energies.</param>
public sealed record DecisionBody(string? Decision, string? Reason, string? User, int? Version, string? Value = null, IReadOnlyDictionary<string, string>? Intervals = null);
