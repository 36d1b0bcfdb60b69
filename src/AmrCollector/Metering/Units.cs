using System.Collections.Frozen;

namespace AmrCollector.Metering;

/// <summary>The one table of unit symbols: written in models, JSON and the feed, read back the same.</summary>
public static class Units
{
    private static readonly FrozenDictionary<Unit, string> Symbols = new Dictionary<Unit, string>
    {
        [Unit.None] = "",
        [Unit.KilowattHour] = "kWh",
        [Unit.KilovarHour] = "kvarh",
        [Unit.KilovoltAmpereHour] = "kVAh",
        [Unit.Kilowatt] = "kW",
        [Unit.Kilovar] = "kvar",
        [Unit.KilovoltAmpere] = "kVA",
        [Unit.Volt] = "V",
        [Unit.Ampere] = "A",
        [Unit.Hertz] = "Hz",
        [Unit.Degree] = "°",
        [Unit.Celsius] = "°C",
        [Unit.Percent] = "%",
        [Unit.CubicMetre] = "m3",
        [Unit.Minute] = "min",
        [Unit.Second] = "s",
        [Unit.Yuan] = "yuan",
        [Unit.YuanPerKilowattHour] = "yuan/kWh",
        [Unit.Gigajoule] = "GJ",
        [Unit.CubicMetrePerHour] = "m3/h",
        [Unit.Kelvin] = "K",
        [Unit.MetrePerSecond] = "m/s",
        [Unit.Bar] = "bar",
        [Unit.Megapascal] = "MPa",
        [Unit.Tonne] = "t",
        [Unit.Hour] = "h",
        [Unit.GigajoulePerHour] = "GJ/h",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Unit> BySymbol = Symbols.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>"kWh", "V", …; empty for <see cref="Unit.None"/>.</summary>
    public static string Symbol(this Unit unit) => Symbols[unit];

    /// <summary>The unit written so; false when there is none.</summary>
    public static bool TryParse(string symbol, out Unit unit) => BySymbol.TryGetValue(symbol, out unit);
}
