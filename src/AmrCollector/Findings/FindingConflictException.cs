namespace AmrCollector.Findings;

/// <summary>A decision on a finding that is not any more what was decided on; the message says how it stands now.</summary>
public sealed class FindingConflictException(string why) : Exception(why);
