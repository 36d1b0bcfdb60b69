using AmrCollector.Metering;

namespace AmrCollector.Reports;

/// <summary>A unit as gateways write it: one of the trade, or a power of ten of one.</summary>
/// <param name="Unit">The unit of the trade.</param>
/// <param name="Factor">What a value is multiplied with to be in it; exact.</param>
public readonly record struct ReportUnit(Unit Unit, decimal Factor)
{
    private static readonly Dictionary<string, ReportUnit> Written = new(StringComparer.Ordinal)
    {
        ["Wh"] = new(Unit.KilowattHour, 0.001m),
        ["MWh"] = new(Unit.KilowattHour, 1000m),
        ["varh"] = new(Unit.KilovarHour, 0.001m),
        ["Mvarh"] = new(Unit.KilovarHour, 1000m),
        ["VAh"] = new(Unit.KilovoltAmpereHour, 0.001m),
        ["W"] = new(Unit.Kilowatt, 0.001m),
        ["MW"] = new(Unit.Kilowatt, 1000m),
        ["m³"] = new(Unit.CubicMetre, 1m),
        ["L"] = new(Unit.CubicMetre, 0.001m),
    };

    /// <summary>The unit written so; null when there is none.</summary>
    public static ReportUnit? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Written.TryGetValue(text, out var known)) return known;
        return Units.TryParse(text, out var unit) ? new(unit, 1m) : null;
    }
}
