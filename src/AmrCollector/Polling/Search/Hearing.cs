namespace AmrCollector.Polling.Search;

/// <summary>What a window held: the meters that spoke clearly, and bytes that were no frame. Pure.</summary>
/// <param name="Meters">Addresses of good replies, without repeats.</param>
/// <param name="Noise">Bytes of no frame and characters of wrong parity: most likely answers that collided.</param>
/// <param name="Latest">From the end of the request to the last byte heard.</param>
public sealed record Hearing(IReadOnlyList<string> Meters, int Noise, TimeSpan Latest)
{
    /// <summary>Nobody answered.</summary>
    public bool IsSilent => Meters.Count == 0 && Noise == 0;

    /// <summary>Every byte heard belongs to a good reply.</summary>
    public bool IsClear => Meters.Count > 0 && Noise == 0;

    /// <summary>Both together.</summary>
    public Hearing And(Hearing other) =>
        new([.. Meters.Union(other.Meters)], Math.Max(Noise, other.Noise), Latest > other.Latest ? Latest : other.Latest);
}
