namespace AmrCollector.Lines;

/// <summary>Speed and character format other than a line's own, for a turn on it: what a scan tries.</summary>
/// <param name="Baud">Bits a second, null for the line's own.</param>
/// <param name="Format">Character format such as "8N1", null for the line's own.</param>
public sealed record LineSettings(int? Baud = null, string? Format = null)
{
    /// <summary><paramref name="line"/> with these settings; a gap or timeout it names stays.</summary>
    public LineUri On(LineUri line) => line with { Baud = Baud ?? line.Baud, Format = Format ?? line.Format };
}
