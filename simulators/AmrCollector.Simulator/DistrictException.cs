namespace AmrCollector.Simulator;

/// <summary>A district file that cannot be used; the message is "file:line: sentence".</summary>
public sealed class DistrictException(string file, long line, string sentence) : Exception($"{file}:{line}: {sentence}")
{
    /// <summary>Line in the file, from 1.</summary>
    public long Line { get; } = line;
}
