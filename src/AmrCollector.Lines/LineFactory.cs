namespace AmrCollector.Lines;

/// <summary>Makes the line a URI names.</summary>
public static class LineFactory
{
    /// <summary>A line that is not open yet; its deadlines are timestamps of <paramref name="time"/>. Never throws for a parsed URI.</summary>
    public static ILine Create(LineUri uri, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentNullException.ThrowIfNull(time);
        return uri.Kind == LineKind.Serial ? new SerialLine(uri, time) : new TcpLine(uri, time);
    }
}
