namespace AmrCollector.Lines.DialIn;

/// <summary>A unit that came and was not taken: an id without a line, or a second one of a living unit's id.</summary>
/// <param name="Id">Who it says it is.</param>
/// <param name="Address">Where it came from last.</param>
/// <param name="Count">How often.</param>
/// <param name="First">When first, UTC.</param>
/// <param name="Last">When last, UTC.</param>
public sealed record KnockingUnit(string Id, string Address, long Count, DateTimeOffset First, DateTimeOffset Last);
