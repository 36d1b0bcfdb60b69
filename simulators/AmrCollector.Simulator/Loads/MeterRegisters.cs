namespace AmrCollector.Simulator.Loads;

/// <summary>All energy registers of a meter at one instant, in Wh and varh, in steps of the meter's last digit.</summary>
internal readonly struct MeterRegisters
{
    private const ulong StartSalt = 0x5747_0000;

    /// <summary>Drawn from the grid.</summary>
    internal TariffRegisters Import { get; private init; }

    /// <summary>Fed back.</summary>
    internal TariffRegisters Export { get; private init; }

    private PhaseShares Shares { get; init; }

    private int Tan { get; init; }

    private int Cosine { get; init; }

    private int Step { get; init; }

    /// <summary>Registers from the energy since the beginning and the standing the meter was installed with, or since it was cleared.</summary>
    internal static MeterRegisters Of(EnergyTally energy, ulong seed, LoadKind load, MeterKind kind, bool cleared = false)
    {
        var step = kind.Decimals >= 3 ? 1 : 10;
        var start = cleared || (load == LoadKind.Empty && (seed & 3) == 0) ? 0 : (long)(Mix.Of(seed, StartSalt) % 18_000_000);
        var (import, export) = (new TariffRegisters(kind.ModulusWh), new TariffRegisters(kind.ModulusWh));
        for (var tariff = 0; tariff < Tariffs.Count; tariff++)
        {
            import[tariff] = Stepped((start * Part(tariff) / 100) + (energy.Import[tariff] / EnergyTally.UnitsPerWh), step);
            export[tariff] = Stepped(energy.Export[tariff] / EnergyTally.UnitsPerWh, step);
        }

        return new()
        {
            Import = import,
            Export = export,
            Shares = PhaseShares.Of(seed),
            Tan = MomentaryValues.TanPhi(seed),
            Cosine = MomentaryValues.Cosine(seed),
            Step = step,
        };
    }

    /// <summary>The part of import that phase 0..2 carried, in Wh.</summary>
    internal long ImportOfPhase(int phase) => Shares.Part(Import.Total, phase);

    /// <summary>The part of export that phase 0..2 carried, in Wh.</summary>
    internal long ExportOfPhase(int phase) => Shares.Part(Export.Total, phase);

    /// <summary>Reactive energy that came with an active one (quadrant 1 with import, 3 with export), in varh.</summary>
    internal long Reactive(long wattHours) => Stepped(wattHours * Tan / 1024, Step);

    /// <summary>Apparent energy that came with an active one, in VAh.</summary>
    internal long Apparent(long wattHours) => Stepped(wattHours * 1000 / Cosine, Step);

    /// <summary>A register in Wh by its OBIS code; null when the meter keeps none of it.</summary>
    internal long? Find(string obis)
    {
        var parts = obis.Split(':', '.');
        if (parts is not ["1-0", var quantity, "8", [>= '0' and <= '4' and var digit]]) return null;
        var tariff = digit - '0';
        var (import, export) = (Of(Import, tariff), Of(Export, tariff));
        return quantity switch
        {
            "1" => import,
            "2" => export,
            "3" => Reactive(import),
            "4" => Reactive(export),
            _ when tariff > 0 => null,
            "5" => Reactive(import),
            "7" => Reactive(export),
            "6" or "8" => 0,
            "9" => Apparent(import),
            "10" => Apparent(export),
            "15" => import + export,
            "21" or "41" or "61" => ImportOfPhase((quantity[0] - '2') / 2),
            "22" or "42" or "62" => ExportOfPhase((quantity[0] - '2') / 2),
            _ => null,
        };
    }

    /// <summary>The same meter installed with <paramref name="wattHours"/> more on its import register.</summary>
    internal MeterRegisters Shifted(long wattHours, long modulus)
    {
        var import = Import;
        import[2] = import[2] + (wattHours % modulus);
        return this with { Import = import };
    }

    private static long Of(TariffRegisters register, int tariff) => tariff == 0 ? register.Total : register[tariff - 1];

    private static long Part(int tariff) => tariff switch { 0 => 12, 1 => 30, 2 => 35, _ => 23 };

    private static long Stepped(long wattHours, int step) => wattHours - (wattHours % step);
}
