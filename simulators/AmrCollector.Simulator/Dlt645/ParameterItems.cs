using AmrCollector.Simulator.Loads;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>Parameters 04xxxxxx as they were set when the meter was installed (dossier §12).</summary>
internal static class ParameterItems
{
    private const int TableEntries = 14;

    internal static bool TryWrite(SimulatedMeter meter, Identifier id, DateTimeOffset now, ref PlainWriter data)
    {
        var start = data.Length;
        if (meter.Recalled?.Parameters.TryGetValue(id.Id.Value, out var written) == true)
        {
            data.Bytes(written);
            return true;
        }

        switch (id.Di2)
        {
            case 0x00 when id.Di1 <= 2: WriteClockAndTables(meter, id.Low, now, ref data); break;
            case 0x00 when id.Di1 <= 4: WriteNamePlate(meter, id.Low, ref data); break;
            case 0x00 when id.Di1 == 5: StatusWords.Write(meter, id.Di0, now, ref data); break;
            case 0x00 when id.Di1 is 0x0F or 0x10: WriteThresholds(meter, id.Low, ref data); break;
            case 0x00: WriteSettings(meter, id.Low, ref data); break;
            case 0x01 or 0x02: WriteTables(id.Low & 0xFFFF, ref data); break;
            case 0x05: WritePrices(meter, id.Low & 0xFFFF, ref data); break;
            case 0x80: WriteVersions(id.Low & 0xFFFF, ref data); break;
            default: break;
        }

        return data.Length > start;
    }

    private static void WriteClockAndTables(SimulatedMeter meter, int item, DateTimeOffset now, ref PlainWriter data)
    {
        var shown = meter.ClockAt(now);
        switch (item)
        {
            case 0x0101: data.Date(shown); break;
            case 0x0102: data.TimeOfDay(shown); break;
            case 0x0103: data.Bcd(15, 1); break;
            case 0x0104: data.Bcd(1, 1); break;
            case 0x0105: data.Bcd(80, 2); break;
            case >= 0x0106 and <= 0x0109: data.Fill(0, 5); break;
            case 0x010C:
                data.TimeOfDay(shown);
                data.Date(shown);
                break;
            case 0x0201: data.Bcd(1, 1); break;
            case 0x0202: data.Bcd(1, 1); break;
            case 0x0203: data.Bcd(Tariffs.Switches().Count(), 1); break;
            case 0x0204: data.Bcd(Tariffs.Count, 1); break;
            case 0x0205: data.Bcd(0, 2); break;
            case 0x0206: data.Bcd(19, 1); break;
            case 0x0207: data.Bcd(0, 1); break;
            default: break;
        }
    }

    private static void WriteNamePlate(SimulatedMeter meter, int item, ref PlainWriter data)
    {
        switch (item)
        {
            case 0x0301: data.Bcd(6, 1); break;
            case 0x0302: data.Bcd(5, 1); break;
            case 0x0303: data.Bcd(meter.Kind.Decimals, 1); break;
            case 0x0304: data.Bcd(4, 1); break;
            case 0x0305: data.Bcd(20, 1); break;
            case 0x0306: data.Bcd(meter.Kind.Ct, 3); break;
            case 0x0307: data.Bcd(meter.Kind.Pt, 3); break;
            case 0x0401: WriteAddress(meter, ref data); break;
            case 0x0402: data.Bcd(meter.Number, 6); break;
            case 0x0403: data.Text($"AMR-{meter.Id}", 32); break;
            case 0x0404: data.Text($"{meter.Kind.UnV}V", 6); break;
            case 0x0405: data.Text("5A", 6); break;
            case 0x0406: data.Text($"{meter.Kind.ImaxA}A", 6); break;
            case 0x0407: data.Text("1.0", 4); break;
            case 0x0408: data.Text("2.0", 4); break;
            case 0x0409: data.Bcd(meter.Kind.Phases == 1 ? 1200 : 400, 3); break;
            case 0x040A: data.Bcd(meter.Kind.Phases == 1 ? 1200 : 400, 3); break;
            case 0x040B: data.Text(meter.Kind.Phases == 1 ? "DDZY-SIM" : "DTZY-SIM", 10); break;
            case 0x040C: data.Text("2024-01-01", 10); break;
            case 0x040D: data.Text("DL/T645-2007", 16); break;
            case 0x040E: data.Bcd(meter.Number, 6); break;
            default: break;
        }
    }

    private static void WriteAddress(SimulatedMeter meter, ref PlainWriter data)
    {
        Span<byte> address = stackalloc byte[AmrCollector.Protocol.Dlt645.Dlt645Address.Length];
        meter.WireAddress.WriteTo(address);
        data.Bytes(address);
    }

    // Alarm, hoard and overdraft limits of prepaid meters.
    private static void WriteThresholds(SimulatedMeter meter, int item, ref PlainWriter data)
    {
        if (meter.Recalled?.Purse is not { } purse) return;
        var energy = item is >= 0x0F01 and <= 0x0F04;
        if (energy != purse.InEnergy || item > 0x1005) return;
        data.Bcd(item switch { 0x0F01 or 0x1001 => 2000, 0x0F02 or 0x1002 => 1000, 0x0F03 or 0x1004 => 99_999_900, _ => 0 }, 4);
    }

    // 040501nn and 040502nn: the price of tariff nn.
    private static void WritePrices(SimulatedMeter meter, int item, ref PlainWriter data)
    {
        if (meter.Recalled?.Purse is { } purse && (item >> 8) is 1 or 2 && (item & 0xFF) is >= 1 and <= Tariffs.Count) data.Bcd(purse.Price, 4);
    }

    private static void WriteSettings(SimulatedMeter meter, int item, ref PlainWriter data)
    {
        switch (item)
        {
            case 0x0601: data.Bits(0x05, 1); break;
            case 0x0602: data.Bits(0x41, 1); break;
            case 0x0603: data.Bits(0x14, 1); break;
            case 0x0701 or 0x0702 or 0x0703 or 0x0704 or 0x0705: data.Bits(0x08, 1); break;
            case 0x0801: data.Bits(0x7F, 1); break;
            case 0x0802: data.Bcd(1, 1); break;
            case 0x0901: data.Bits(LoadRecords.ModeOf(meter), 1); break;
            case 0x0A01: data.Fill(0, 4); break;
            case >= 0x0A02 and <= 0x0A07: data.Bcd(15, 2); break;
            case 0x0902 or 0x0903 or 0x0904 or 0x0906: data.Bits(0x83, 1); break;
            case 0x0905: data.Bits(0x03, 1); break;
            case 0x0B01: WriteSettlementDay(day: 1, ref data); break;
            case 0x0B02 or 0x0B03: data.Fill(0x99, 2); break;
            case >= 0x0D01 and <= 0x0D0C: data.Bcd(0, 2); break;
            case 0x0E01 or 0x0E02: data.Bcd(meter.Kind.UnV * meter.Kind.ImaxA * meter.Kind.Phases * 12 / 100, 3); break;
            case 0x0E03: data.Bcd(meter.Kind.UnV * 11, 2); break;
            case 0x0E04: data.Bcd(meter.Kind.UnV * 9, 2); break;
            case 0x1101: data.Bits(0, 1); break;
            case 0x1401 or 0x1402: data.Bcd(0, 2); break;
            case 0x1201: data.Fill(0, 5); break;
            case 0x1202: data.Bcd(60, 1); break;
            case 0x1203: data.Fill(0, 2); break;
            default: break;
        }
    }

    // DDhh, hour first on the wire.
    private static void WriteSettlementDay(int day, ref PlainWriter data)
    {
        data.Bcd(0, 1);
        data.Bcd(day, 1);
    }

    private static void WriteTables(int item, ref PlainWriter data)
    {
        if (item == 0)
        {
            for (var zone = 0; zone < TableEntries; zone++) data.Bcd(010101, 3);
            return;
        }

        if (item > 8) return;
        var switches = Tariffs.Switches().ToArray();
        for (var entry = 0; entry < TableEntries; entry++)
        {
            var (hour, tariff) = switches[Math.Min(entry, switches.Length - 1)];
            data.Bcd((hour * 10_000) + tariff, 3);
        }
    }

    private static void WriteVersions(int item, ref PlainWriter data)
    {
        switch (item)
        {
            case 0x0001: data.Text("SIM-1.0", 32); break;
            case 0x0002: data.Text("SIM-A", 32); break;
            case 0x0003: data.Text("AMRC", 32); break;
            default: break;
        }
    }
}
