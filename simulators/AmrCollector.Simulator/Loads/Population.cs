namespace AmrCollector.Simulator.Loads;

/// <summary>Who lives where: a fixed draw by seed and meter number.</summary>
internal static class Population
{
    private const int SmallestPercent = 45;
    private const int Spread = 110;

    /// <summary>The meters of one line, in the order of its groups.</summary>
    internal static List<SimulatedMeter> MetersOf(District district, LinePlan plan, Weather weather) => MetersOf(district, plan.Name, plan.Groups, weather);

    /// <summary>The meters of one line or gateway, in the order of its groups.</summary>
    internal static List<SimulatedMeter> MetersOf(District district, string line, IReadOnlyList<MeterGroup> groups, Weather weather)
    {
        var meters = new List<SimulatedMeter>();
        foreach (var group in groups)
        {
            var image = Modbus.RegisterImages.Of(group);
            for (var i = 0; i < group.Count; i++)
            {
                var number = group.NumberAt(i);
                var load = LoadOf(district.Seed, number, group, weather);
                meters.Add(new SimulatedMeter(group, number, group.FirstUnit + i, line, load, district.UtcOffset) { Image = image });
            }
        }

        return meters;
    }

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
