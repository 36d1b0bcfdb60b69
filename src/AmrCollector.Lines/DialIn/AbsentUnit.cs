namespace AmrCollector.Lines.DialIn;

/// <summary>A configured unit that is not connected.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Line">Its line.</param>
/// <param name="Since">When it left, UTC; null when it never came since the start.</param>
/// <param name="Why">Why it left, or that it never came.</param>
public sealed record AbsentUnit(string Id, string Line, DateTimeOffset? Since, string Why);
