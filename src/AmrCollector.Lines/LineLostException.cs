namespace AmrCollector.Lines;

/// <summary>The line itself is gone (unplugged, reset, closed by the peer): stop every meter on it and reopen.</summary>
public sealed class LineLostException(string why, Exception? inner = null) : IOException(why, inner);
