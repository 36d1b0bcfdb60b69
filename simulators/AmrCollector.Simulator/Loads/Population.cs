namespace AmrCollector.Simulator.Loads;

/// <summary>Who lives where: a fixed draw by seed and meter number.</summary>
internal static class Population
{
    private const int SmallestPercent = 45;
    private const int Spread = 110;

    /// <summary>The load behind one meter of a group.</summary>
    internal static LoadCurve LoadOf(ulong districtSeed, long number, MeterGroup group, Weather weather)
    {
        var seed = Mix.Of(districtSeed, (ulong)number);
        var kind = group.Load ?? KindOf((int)(seed % 100));
        var percent = group.LoadPercent * (SmallestPercent + (int)((seed >> 32) % Spread)) / 100;
        return new(kind, Math.Max(1, percent * 1024 / 100), seed, weather);
    }

    private static LoadKind KindOf(int draw) => draw switch
    {
        < 76 => LoadKind.Household,
        < 83 => LoadKind.Shop,
        < 89 => LoadKind.Solar,
        < 96 => LoadKind.Standby,
        _ => LoadKind.Empty,
    };
}
