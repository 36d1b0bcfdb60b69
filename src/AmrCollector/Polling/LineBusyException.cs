namespace AmrCollector.Polling;

/// <summary>So many wait for a turn on the line already that no more are taken.</summary>
public sealed class LineBusyException(string why) : Exception(why);
