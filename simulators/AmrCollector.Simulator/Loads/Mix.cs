namespace AmrCollector.Simulator.Loads;

/// <summary>A fixed hash of two numbers, so that chance in a district is the same in every run and on every machine.</summary>
internal static class Mix
{
    /// <summary>64 well-mixed bits (the finisher of splitmix64).</summary>
    internal static ulong Of(ulong seed, ulong step)
    {
        unchecked
        {
            var z = seed + ((step + 1) * 0x9E3779B97F4A7C15UL);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
