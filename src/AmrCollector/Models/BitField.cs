namespace AmrCollector.Models;

/// <summary>Some bits of an unsigned register value.</summary>
/// <param name="First">The lowest bit, 0 the least significant.</param>
/// <param name="Count">How many, from 1.</param>
public readonly record struct BitField(int First, int Count)
{
    /// <summary>The bits of <paramref name="raw"/> as a number.</summary>
    internal decimal Of(decimal raw)
    {
        var word = (ulong)raw >> First;
        return Count >= 64 ? word : word & ((1UL << Count) - 1);
    }
}
