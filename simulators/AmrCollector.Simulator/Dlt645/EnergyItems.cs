using AmrCollector.Simulator.Loads;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>Energies 00xxxxxx: quantity, tariff, settlement day (dossier §10.1).</summary>
internal static class EnergyItems
{
    private const int LastQuantity = 0x0A;
    private const int CombinedModulus = 80_000_000;

    internal static bool TryWrite(SimulatedMeter meter, Identifier id, DateTimeOffset now, ref PlainWriter data)
    {
        if (PhaseOf(id.Di2) is { } phase) return TryWritePhase(meter, phase, id, now, ref data);
        var quantities = Identifier.Range(id.Di2, LastQuantity);
        var tariffs = Identifier.Range(id.Di1, meter.TariffCount);
        var periods = Identifier.Range(id.Di0, MeterCalendar.Settlements);
        var start = data.Length;
        for (var quantity = quantities.First; quantity <= quantities.Last; quantity++)
        {
            if (!Has(meter, quantity)) continue;
            for (var tariff = tariffs.First; tariff <= tariffs.Last; tariff++)
            {
                for (var back = periods.First; back <= periods.Last; back++)
                    Write(meter.RegistersAt(MeterCalendar.PeriodEnd(meter, now, back)), quantity, tariff, ref data);
            }
        }

        return data.Length > start;
    }

    /// <summary>Total and all tariffs of one quantity at one instant.</summary>
    internal static bool TryWriteTariffs(SimulatedMeter meter, int quantity, DateTimeOffset instant, ref PlainWriter data)
    {
        if (!Has(meter, quantity)) return false;
        var registers = meter.RegistersAt(instant);
        for (var tariff = 0; tariff <= meter.TariffCount; tariff++) Write(registers, quantity, tariff, ref data);
        return true;
    }

    /// <summary>One register of four bytes, tariff 0 the total.</summary>
    internal static void Write(MeterRegisters registers, int quantity, int tariff, ref PlainWriter data)
    {
        var (import, export) = (Of(registers.Import, tariff), Of(registers.Export, tariff));
        switch (quantity)
        {
            case 0x00: data.SignedBcd((import + export) / 10 % CombinedModulus, 4); break;
            case 0x01: data.Bcd(import / 10, 4); break;
            case 0x02: data.Bcd(export / 10, 4); break;
            case 0x03: data.SignedBcd(registers.Reactive(import) / 10 % CombinedModulus, 4); break;
            case 0x04: data.SignedBcd(registers.Reactive(export) / 10 % CombinedModulus, 4); break;
            case 0x05: data.Bcd(registers.Reactive(import) / 10, 4); break;
            case 0x07: data.Bcd(registers.Reactive(export) / 10, 4); break;
            case 0x09: data.Bcd(registers.Apparent(import) / 10, 4); break;
            case 0x0A: data.Bcd(registers.Apparent(export) / 10, 4); break;
            default: data.Bcd(0, 4); break;
        }
    }

    private static bool TryWritePhase(SimulatedMeter meter, (int Phase, int Quantity) asked, Identifier id, DateTimeOffset now, ref PlainWriter data)
    {
        var periods = Identifier.Range(id.Di0, MeterCalendar.Settlements);
        if (meter.Kind.Phases == 1 || id.Di1 is not (0 or Identifier.Block) || periods.First > periods.Last) return false;
        for (var back = periods.First; back <= periods.Last; back++)
        {
            var registers = meter.RegistersAt(MeterCalendar.PeriodEnd(meter, now, back));
            var (import, export) = (registers.ImportOfPhase(asked.Phase), registers.ExportOfPhase(asked.Phase));
            data.Bcd(asked.Quantity switch
            {
                0 => import,
                1 => export,
                2 or 4 => registers.Reactive(import),
                3 or 6 => registers.Reactive(export),
                8 => registers.Apparent(import),
                9 => registers.Apparent(export),
                _ => 0,
            } / 10, 4);
        }

        return true;
    }

    private static (int Phase, int Quantity)? PhaseOf(byte di2) => di2 switch
    {
        >= 0x15 and <= 0x1E => (0, di2 - 0x15),
        >= 0x29 and <= 0x32 => (1, di2 - 0x29),
        >= 0x3D and <= 0x46 => (2, di2 - 0x3D),
        _ => null,
    };

    private static bool Has(SimulatedMeter meter, int quantity) => quantity <= 0x02 || (meter.Kind.Phases == 3 && quantity <= LastQuantity);

    private static long Of(TariffRegisters register, int tariff) => tariff == 0 ? register.Total : register[tariff - 1];
}
