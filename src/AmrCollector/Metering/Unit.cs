namespace AmrCollector.Metering;

/// <summary>The units of the trade. The written form is <see cref="Units.Symbol"/>.</summary>
public enum Unit
{
    /// <summary>No unit: a count, a factor, a word of bits.</summary>
    None,

    /// <summary>kWh.</summary>
    KilowattHour,

    /// <summary>kvarh.</summary>
    KilovarHour,

    /// <summary>kVAh.</summary>
    KilovoltAmpereHour,

    /// <summary>kW.</summary>
    Kilowatt,

    /// <summary>kvar.</summary>
    Kilovar,

    /// <summary>kVA.</summary>
    KilovoltAmpere,

    /// <summary>V.</summary>
    Volt,

    /// <summary>A.</summary>
    Ampere,

    /// <summary>Hz.</summary>
    Hertz,

    /// <summary>°.</summary>
    Degree,

    /// <summary>°C.</summary>
    Celsius,

    /// <summary>%.</summary>
    Percent,

    /// <summary>m3.</summary>
    CubicMetre,

    /// <summary>min.</summary>
    Minute,

    /// <summary>s.</summary>
    Second,

    /// <summary>yuan.</summary>
    Yuan,

    /// <summary>yuan/kWh.</summary>
    YuanPerKilowattHour,

    /// <summary>GJ.</summary>
    Gigajoule,

    /// <summary>m3/h.</summary>
    CubicMetrePerHour,

    /// <summary>K, a difference of temperatures.</summary>
    Kelvin,

    /// <summary>m/s.</summary>
    MetrePerSecond,

    /// <summary>bar.</summary>
    Bar,

    /// <summary>MPa.</summary>
    Megapascal,

    /// <summary>t.</summary>
    Tonne,

    /// <summary>h.</summary>
    Hour,

    /// <summary>GJ/h.</summary>
    GigajoulePerHour,
}
