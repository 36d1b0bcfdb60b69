namespace AmrCollector.Service.Web;

/// <summary>How far a push has come.</summary>
/// <param name="Name">The sink's name.</param>
/// <param name="Target">Where it posts, without a secret.</param>
/// <param name="Lag">Entries committed and not yet taken by the consumer.</param>
/// <param name="Trouble">Why the last try failed, else null.</param>
public sealed record SinkReport(string Name, string Target, long Lag, string? Trouble);
