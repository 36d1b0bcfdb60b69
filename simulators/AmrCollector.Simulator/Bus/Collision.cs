namespace AmrCollector.Simulator.Bus;

/// <summary>What is heard when several meters answer at once: on a two-wire bus a driven 0 wins over an idle 1.</summary>
internal static class Collision
{
    /// <summary>Lays <paramref name="other"/> over the first <paramref name="length"/> bytes heard so far; returns the longer length.</summary>
    internal static int Combine(Span<byte> heard, int length, ReadOnlySpan<byte> other)
    {
        var both = Math.Min(length, other.Length);
        for (var i = 0; i < both; i++) heard[i] &= other[i];
        if (other.Length > length) other[length..].CopyTo(heard[length..]);
        return Math.Max(length, other.Length);
    }
}
