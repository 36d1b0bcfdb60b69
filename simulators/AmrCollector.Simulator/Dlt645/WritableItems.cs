using AmrCollector.Protocol;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>Which parameters may be written (dossier §12, column RW) and which values are refused.</summary>
internal static class WritableItems
{
    private const int MostZones = 14, MostTables = 8, MostPeriods = 14;

    internal static bool Contains(uint id) => id switch
    {
        >= 0x04000103 and <= 0x04000109 => true,
        >= 0x04000201 and <= 0x04000207 => true,
        >= 0x04000301 and <= 0x04000307 => true,
        >= 0x04000401 and <= 0x04000403 or 0x0400040E => true,
        >= 0x04000601 and <= 0x04000603 or (>= 0x04000701 and <= 0x04000705) => true,
        0x04000801 or 0x04000802 or 0x04000901 or (>= 0x04000902 and <= 0x04000906) => true,
        >= 0x04000A01 and <= 0x04000A07 or (>= 0x04000B01 and <= 0x04000B03) => true,
        >= 0x04000D01 and <= 0x04000E04 or (>= 0x04000F01 and <= 0x04001005) => true,
        0x04001101 or (>= 0x04001201 and <= 0x04001203) or 0x04001401 or 0x04001402 => true,
        >= 0x04010000 and <= 0x04010008 or (>= 0x04020000 and <= 0x04020008) => true,
        >= 0x04050101 and <= 0x0405023F => true,
        _ => false,
    };

    /// <summary>0, or the error byte: digits that are none, numbers out of range.</summary>
    internal static byte Check(uint id, ReadOnlySpan<byte> data)
    {
        if (IsText(id) || IsBits(id)) return 0;
        // A settlement day that is not used is 9999; digits all the same.
        if (!Bcd.TryRead(data.Length > 8 ? data[..6] : data, out var value)) return Errors.Other;
        return id switch
        {
            0x04000201 when value is < 1 or > MostZones => Errors.Zones,
            0x04000202 when value is < 1 or > MostTables => Errors.Periods,
            0x04000203 when value is < 1 or > MostPeriods => Errors.Periods,
            ParameterWrites.TariffCount when value is < 1 or > Loads.Tariffs.Count => Errors.Tariffs,
            >= 0x04000B01 and <= 0x04000B03 when value != 9999 && (value / 100 is < 1 or > 28 || value % 100 > 23) => Errors.Other,
            0x04001203 when value / 100 > 23 || value % 100 > 59 => Errors.Other,
            >= 0x04000A02 and <= 0x04000A07 when value is < 1 or > 1440 => Errors.Other,
            _ => 0,
        };
    }

    private static bool IsText(uint id) => id == 0x04000403;

    private static bool IsBits(uint id) => (id & 0xFFFFFF00) is 0x04000600 or 0x04000700 or 0x04000900 or 0x04001100 || id == 0x04000801;
}
