namespace AmrCollector.Lines;

/// <summary>A line that cannot be opened now: absent, busy, or refused. The message says which port or peer and what to do.</summary>
public sealed class LineUnavailableException(string why, Exception? inner = null) : IOException(why, inner);
