namespace AmrCollector.Simulator.Loads;

/// <summary>The district's weather, one figure a day over a year of 364 days (so that weekdays stay in step).</summary>
internal sealed class Weather
{
    /// <summary>Days after which the weather repeats.</summary>
    internal const int Days = 364;

    private readonly int[] _demand = new int[Days];
    private readonly int[] _sun = new int[Days];

    internal Weather(ulong seed)
    {
        for (var day = 0; day < Days; day++)
        {
            var turn = Math.Cos(2 * Math.PI * (day - 20) / Days);
            var chance = (int)(Mix.Of(seed, (ulong)day) & 255) - 128;
            _demand[day] = 1024 + (int)(300 * Math.Abs(turn)) + chance;
            _sun[day] = Math.Clamp(760 - (int)(340 * turn) + (3 * chance), 80, 1400);
        }
    }

    /// <summary>Heating and cooling: 1024 is a mild day.</summary>
    internal int Demand(long day) => _demand[day % Days];

    /// <summary>Sunshine: 1024 is a bright day.</summary>
    internal int Sun(long day) => _sun[day % Days];
}
