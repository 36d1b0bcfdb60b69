using AmrCollector.Simulator.Dlt645;
using AmrCollector.Simulator.Loads;

namespace AmrCollector.Simulator.Dlt1997;

/// <summary>Everything a DL/T 645-1997 meter answers to a read (dossier §15.3). A low nibble F asks for all tariffs or neighbours, a high one for all quantities.</summary>
internal static class Dictionary1997
{
    /// <summary>The log's kinds: last programming, last clearing of the demand.</summary>
    internal const uint Programmed = 0xB210;
    internal const uint DemandCleared = 0xB211;

    private const byte Separator = 0xAA;
    private const int Block = 0xF;

    /// <summary>Appends the data of <paramref name="id"/>, identifier excluded; false when the meter has no such data.</summary>
    internal static bool TryWrite(SimulatedMeter meter, ushort id, DateTimeOffset now, ref PlainWriter data)
    {
        var (high, low) = ((id >> 4) & 0xF, id & 0xF);
        var start = data.Length;
        if (high == Block && low == Block) return TryWriteQuantities(meter, id, now, ref data);
        if (high == Block)
        {
            for (var quantity = 0; quantity < Block; quantity++) WriteOne(meter, (ushort)((id & 0xFF0F) | (quantity << 4)), now, ref data);
        }
        else if (low == Block)
        {
            if (meter.Faults.NoBlocks) return false;
            WriteNeighbours(meter, id, now, meter.Faults.ShortBlocks, ref data);
            if (data.Length > start && meter.Faults.AaSeparators) data.Fill(Separator, 1);
        }
        else
        {
            WriteOne(meter, id, now, ref data);
        }

        return data.Length > start;
    }

    /// <summary>MMDDhhmm of now by the meter's clock, minute first.</summary>
    internal static byte[] Stamp(SimulatedMeter meter, DateTimeOffset now)
    {
        var bytes = new byte[4];
        var data = new PlainWriter(bytes);
        WriteStamp(meter.ClockAt(now), ref data);
        return bytes;
    }

    internal static void WriteStamp(DateTime time, ref PlainWriter data)
    {
        data.Bcd(time.Minute, 1);
        data.Bcd(time.Hour, 1);
        data.Bcd(time.Day, 1);
        data.Bcd(time.Month, 1);
    }

    // 90FF, B6FF: the sub-blocks follow each other, each closed by AA (§15.2).
    private static bool TryWriteQuantities(SimulatedMeter meter, ushort id, DateTimeOffset now, ref PlainWriter data)
    {
        var start = data.Length;
        for (var quantity = 0; quantity < Block; quantity++)
        {
            var before = data.Length;
            WriteNeighbours(meter, (ushort)((id & 0xFF0F) | (quantity << 4)), now, most: 0, ref data);
            if (data.Length > before) data.Fill(Separator, 1);
        }

        return data.Length > start;
    }

    private static void WriteNeighbours(SimulatedMeter meter, ushort id, DateTimeOffset now, int most, ref PlainWriter data)
    {
        var written = 0;
        for (var item = 0; item < Block && (most == 0 || written < most); item++)
        {
            var before = data.Length;
            WriteOne(meter, (ushort)((id & 0xFFF0) | item), now, ref data);
            if (data.Length > before) written++;
        }
    }

    private static void WriteOne(SimulatedMeter meter, ushort id, DateTimeOffset now, ref PlainWriter data)
    {
        if (meter.Recalled?.Parameters.TryGetValue(id, out var written) == true)
        {
            data.Bytes(written);
            return;
        }

        switch (id >> 12)
        {
            case 0x9: WriteEnergy(meter, id, now, ref data); break;
            case 0xA: WriteDemand(meter, id, now, withTime: false, ref data); break;
            case 0xB when ((id >> 8) & 3) < 2: WriteDemand(meter, id, now, withTime: true, ref data); break;
            case 0xB: Variables1997.Write(meter, id, now, ref data); break;
            case 0xC: Parameters1997.Write(meter, id, now, ref data); break;
            default: break;
        }
    }

    private static void WriteEnergy(SimulatedMeter meter, ushort id, DateTimeOffset now, ref PlainWriter data)
    {
        if (!TryPlace(id, out var reactive, out var back) || (id & 0xF) > Tariffs.Count) return;
        var registers = meter.RegistersAt(MeterCalendar.PeriodEnd(meter, now, back));
        var tariff = id & 0xF;
        var (import, export) = (Of(registers.Import, tariff), Of(registers.Export, tariff));
        long? value = (reactive, (id >> 4) & 0xF) switch
        {
            (false, 1) => import,
            (false, 2) => export,
            (true, 1 or 3) => registers.Reactive(import),
            (true, 2 or 6) => registers.Reactive(export),
            (true, 4 or 5) => 0,
            _ => null,
        };
        if (value is not { } wattHours) return;
        if (meter.TripsNow(meter.Faults.BadDigits)) data.Bytes([0x00, 0x00, 0x0E, 0x00]);
        else data.Bcd(wattHours / 10, 4);
    }

    private static void WriteDemand(SimulatedMeter meter, ushort id, DateTimeOffset now, bool withTime, ref PlainWriter data)
    {
        var (quantity, tariff) = ((id >> 4) & 0xF, id & 0xF);
        if (!TryPlace(id, out var reactive, out var back) || tariff > Tariffs.Count || quantity is 0 || quantity > (reactive ? 6 : 2)) return;
        var none = reactive && quantity is 4 or 5;
        var most = none ? default : DemandItems.MostOf(meter, export: quantity is 2 or 6, tariff, back, now);
        if (withTime && most.At is { } at) WriteStamp(meter.ClockAt(at), ref data);
        else if (withTime) data.Fill(0, 4);
        else data.Bcd((reactive ? most.Milliwatts * MomentaryValues.TanPhi(meter.Seed) / 1024 : most.Milliwatts) / 100, 3);
    }

    // DI1: bits 0-1 active or reactive, +4 last month, +8 the month before.
    private static bool TryPlace(ushort id, out bool reactive, out int back)
    {
        var kind = (id >> 8) & 0xF;
        (reactive, back) = ((kind & 1) != 0, kind >> 2);
        return (kind & 2) == 0 && back <= 2;
    }

    private static long Of(TariffRegisters register, int tariff) => tariff == 0 ? register.Total : register[tariff - 1];
}
