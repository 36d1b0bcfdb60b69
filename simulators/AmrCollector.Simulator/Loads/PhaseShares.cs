namespace AmrCollector.Simulator.Loads;

/// <summary>How a three-phase load spreads over its phases, in 1024ths; they add up to 1024.</summary>
internal readonly record struct PhaseShares(int First, int Second)
{
    /// <summary>A meter's own spread, 28 to 38 percent a phase.</summary>
    internal static PhaseShares Of(ulong seed)
    {
        var chance = Mix.Of(seed, 77);
        return new(290 + (int)(chance & 63), 310 + (int)((chance >> 8) & 63));
    }

    /// <summary>Phase 0..2's share of a power or an energy.</summary>
    internal long Part(long whole, int phase) => phase switch
    {
        0 => whole * First / 1024,
        1 => whole * Second / 1024,
        _ => whole * (1024 - First - Second) / 1024,
    };
}
