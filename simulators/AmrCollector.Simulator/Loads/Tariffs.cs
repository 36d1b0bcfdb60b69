namespace AmrCollector.Simulator.Loads;

/// <summary>The district's day table: which tariff counts in which hour of the meter's standard time.</summary>
internal static class Tariffs
{
    /// <summary>Peak-peak, peak, flat, valley.</summary>
    internal const int Count = 4;

    private static readonly byte[] ByHour = [3, 3, 3, 3, 3, 3, 3, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 1, 1, 0, 0, 1, 2, 3];

    /// <summary>0 peak-peak, 1 peak, 2 flat, 3 valley.</summary>
    internal static int At(int hour) => ByHour[hour];

    /// <summary>The day table's entries: start hour and tariff number from 1, as a meter lists them.</summary>
    internal static IEnumerable<(int Hour, int Tariff)> Switches()
    {
        for (var hour = 0; hour < 24; hour++)
            if (hour == 0 || ByHour[hour] != ByHour[hour - 1]) yield return (hour, ByHour[hour] + 1);
    }
}
