using AmrCollector.Simulator.Loads;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>Variables 02xxxxxx: what the meter measures now (dossier §10.3). Phases a meter does not have are FF in a block.</summary>
internal static class VariableItems
{
    private const int Phases = 3;

    internal static bool TryWrite(SimulatedMeter meter, Identifier id, DateTimeOffset now, ref PlainWriter data)
    {
        var values = meter.ValuesAt(now);
        if (id.Di2 is 0x0A or 0x0B) return TryWriteHarmonics(meter, id, ref data);
        if (id.Di2 == 0x80)
            return id.Di0 is 0x0B or 0x20 or 0x21 ? PrepayItems.TryWrite(meter, id, now, ref data) : TryWriteOther(meter, values, id.Low & 0xFFFF, ref data);
        if (id.Di0 != 0 || id.Di2 is < 1 or > 9) return false;
        var withTotal = id.Di2 is >= 3 and <= 6;
        var first = withTotal ? 0 : 1;
        if (id.Di1 == Identifier.Block)
        {
            for (var slot = first; slot <= Phases; slot++) WriteSlot(meter, values, id.Di2, slot, ref data);
            return true;
        }

        if (id.Di1 < first || id.Di1 > meter.Kind.Phases) return false;
        WriteSlot(meter, values, id.Di2, id.Di1, ref data);
        return true;
    }

    /// <summary>One quantity (DI2) for slots up to phase C, slot 0 the total.</summary>
    internal static void WriteSlots(SimulatedMeter meter, DateTimeOffset instant, int quantity, int firstSlot, ref PlainWriter data)
    {
        var values = meter.ValuesAt(instant);
        for (var slot = firstSlot; slot <= Phases; slot++) WriteSlot(meter, values, quantity, slot, ref data);
    }

    /// <summary>Active and reactive power, total and phases, as a freeze keeps them (24 bytes).</summary>
    internal static void WritePowers(SimulatedMeter meter, DateTimeOffset instant, ref PlainWriter data)
    {
        var values = meter.ValuesAt(instant);
        for (var slot = 0; slot <= Phases; slot++) WriteSlot(meter, values, 3, slot, ref data);
        for (var slot = 0; slot <= Phases; slot++) WriteSlot(meter, values, 4, slot, ref data);
    }

    // Slot 0 is the total, 1..3 the phases.
    private static void WriteSlot(SimulatedMeter meter, MomentaryValues values, int quantity, int slot, ref PlainWriter data)
    {
        if (slot > meter.Kind.Phases)
        {
            data.Fill(0xFF, quantity is >= 2 and <= 5 ? 3 : 2);
            return;
        }

        var (total, phase) = (slot == 0, slot - 1);
        switch (quantity)
        {
            case 1: data.Bcd(values.DeciVolts(phase), 2); break;
            case 2: data.SignedBcd(values.MilliamperesOf(phase), 3); break;
            case 3: data.SignedBcd((total ? values.Milliwatts : values.MilliwattsOf(phase)) / 100, 3); break;
            case 4: data.SignedBcd((total ? values.Millivars : values.MillivarsOf(phase)) / 100, 3); break;
            case 5: data.SignedBcd((total ? values.MillivoltAmperes : values.MillivoltAmperesOf(phase)) / 100, 3); break;
            case 6: data.SignedBcd(values.Milliwatts < 0 ? -values.PowerFactor : values.PowerFactor, 2); break;
            case 7: data.Bcd(values.DeciDegrees, 2); break;
            default: data.Bcd(120 + (10 * phase), 2); break;
        }
    }

    // Content of orders 1 to 21 by phase, XX.XX %; the first is the fundamental's.
    private static bool TryWriteHarmonics(SimulatedMeter meter, Identifier id, ref PlainWriter data)
    {
        const int Orders = 21;
        if (meter.Kind.Phases == 1 || id.Di1 is 0 || id.Di1 > Phases) return false;
        var (first, last) = Identifier.Range(id.Di0, Orders);
        if (id.Di0 == 0 || first > last) return false;
        for (var order = Math.Max(1, first); order <= last; order++) data.Bcd(order == 1 ? 9999 : 300 / order, 2);
        return true;
    }

    private static bool TryWriteOther(SimulatedMeter meter, MomentaryValues values, int item, ref PlainWriter data)
    {
        switch (item)
        {
            case 0x0001: data.SignedBcd(meter.Kind.Phases == 1 ? values.MilliamperesOf(0) : values.MilliamperesOf(0) / 20, 3); break;
            case 0x0002: data.Bcd(values.CentiHertz, 2); break;
            case 0x0003: data.SignedBcd(values.Milliwatts / 100, 3); break;
            case 0x0004: data.SignedBcd(values.Milliwatts / 100, 3); break;
            case 0x0005: data.SignedBcd(values.Millivars / 100, 3); break;
            case 0x0006: data.SignedBcd(values.MillivoltAmperes / 100, 3); break;
            case 0x0007: data.SignedBcd(values.DeciCelsius, 2); break;
            case 0x0008: data.Bcd(360, 2); break;
            case 0x0009: data.Bcd(605, 2); break;
            case 0x000A: data.Bcd(1440, 4); break;
            default: return false;
        }

        return true;
    }
}
