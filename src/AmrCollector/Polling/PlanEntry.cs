namespace AmrCollector.Polling;

/// <summary>One line of a plan: <c>{ "at": "00:10", "read": ["dailyFreeze"] }</c>.</summary>
/// <param name="When">When it is due.</param>
/// <param name="Reads">Words the model knows: "dailyFreeze", "settlement", or a group such as "current", "status", "clock".</param>
public sealed record PlanEntry(Timing When, IReadOnlyList<string> Reads);
