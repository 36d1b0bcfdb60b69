namespace AmrCollector.Simulator.Loads;

/// <summary>What a meter measures at one instant, consistent with its load: P = U x I x pf per phase.</summary>
internal readonly record struct MomentaryValues
{
    private const ulong MinuteSalt = 0x0055_0000;

    private ulong Chance { get; init; }

    private PhaseShares Shares { get; init; }

    private int UnV { get; init; }

    private int Phases { get; init; }

    /// <summary>Active power in mW, negative when the meter feeds back.</summary>
    internal long Milliwatts { get; private init; }

    /// <summary>Power factor in thousandths, the same on all phases.</summary>
    internal int PowerFactor { get; private init; }

    /// <summary>Grid frequency in hundredths of a Hz.</summary>
    internal int CentiHertz => 4995 + (int)((Chance >> 40) % 11);

    /// <summary>Temperature in the case in tenths of a degree.</summary>
    internal int DeciCelsius => 180 + (int)((Chance >> 44) % 160);

    /// <summary>Angle between voltage and current in tenths of a degree.</summary>
    internal int DeciDegrees => (int)(Math.Acos((Milliwatts < 0 ? -PowerFactor : PowerFactor) / 1000.0) * 1800 / Math.PI);

    /// <summary>Reactive power in mvar, with the sign of the active power.</summary>
    internal long Millivars { get; private init; }

    /// <summary>Apparent power in mVA.</summary>
    internal long MillivoltAmperes => Math.Abs(Milliwatts) * 1000 / PowerFactor;

    internal static MomentaryValues Of(SimulatedMeter meter, long milliwatts, LocalTime time)
    {
        return new()
        {
            Milliwatts = milliwatts,
            Millivars = milliwatts * TanPhi(meter.Seed) / 1024,
            PowerFactor = Cosine(meter.Seed),
            Chance = Mix.Of(meter.Seed ^ MinuteSalt, (ulong)(time.Second / 60)),
            Shares = PhaseShares.Of(meter.Seed),
            UnV = meter.Kind.UnV,
            Phases = meter.Kind.Phases,
        };
    }

    /// <summary>Reactive for active energy, in 1024ths.</summary>
    internal static int TanPhi(ulong seed)
    {
        var cosine = Cosine(seed) / 1000.0;
        return (int)(1024 * Math.Sqrt(1 - (cosine * cosine)) / cosine);
    }

    /// <summary>Voltage of phase 0..2 in tenths of a V: within 3 percent of rated, moving with the minute.</summary>
    internal int DeciVolts(int phase) => (UnV * 10) - (UnV * 3 / 10) + (int)((Chance >> (phase * 12)) % (ulong)(UnV * 6 / 10));

    /// <summary>Active power of phase 0..2 in mW.</summary>
    internal long MilliwattsOf(int phase) => Phases == 1 ? Milliwatts : Shares.Part(Milliwatts, phase);

    /// <summary>Reactive power of phase 0..2 in mvar.</summary>
    internal long MillivarsOf(int phase) => Phases == 1 ? Millivars : Shares.Part(Millivars, phase);

    /// <summary>Apparent power of phase 0..2 in mVA.</summary>
    internal long MillivoltAmperesOf(int phase) => Math.Abs(MilliwattsOf(phase)) * 1000 / PowerFactor;

    /// <summary>Current of phase 0..2 in mA, negative when it feeds back.</summary>
    internal long MilliamperesOf(int phase) => MilliwattsOf(phase) * 10_000 / ((long)DeciVolts(phase) * PowerFactor);

    /// <summary>Power factor in thousandths.</summary>
    internal static int Cosine(ulong seed) => 900 + (int)((seed >> 20) % 90);
}
