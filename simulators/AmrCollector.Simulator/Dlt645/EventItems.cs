namespace AmrCollector.Simulator.Dlt645;

/// <summary>
/// Events 03xxxxxx and the family 10..20 with 1D and 1E: counts and the last ten records (dossier §11, §14.2). A record that was never
/// written reads as zeros.
/// </summary>
internal static class EventItems
{
    private const int Kept = EventLog.Kept;
    private const int StartItem = 0x01, CountItem = 0x00, WholeItem = 0xFF;

    internal static bool TryWrite(SimulatedMeter meter, Identifier id, DateTimeOffset now, ref PlainWriter data)
    {
        var start = data.Length;
        switch (id.Di3)
        {
            case 0x03 when id.Di2 == 0x10: QualityItems.Write(meter, id, now, ref data); break;
            case 0x03 when id.Di2 == 0x30: WriteLogged(meter, id, ref data); break;
            case 0x03 when id.Di2 is 0x32 or 0x33: PurchaseItems.Write(meter, id, ref data); break;
            case 0x03: WriteNatural(meter, id, now, ref data); break;
            case 0x1D or 0x1E: WriteRelay(meter, id, ref data); break;
            default: WriteFamily(meter, id, now, ref data); break;
        }

        return data.Length > start;
    }

    /// <summary>Bytes of a record of the log 0330xx00, 0 when there is none.</summary>
    internal static int LoggedBytes(byte di1) => di1 switch
    {
        0x00 => 50,
        0x01 => 106,
        0x02 => 202,
        0x03 => 14,
        0x04 or 0x0C => 16,
        0x05 => 682,
        0x06 => 94,
        0x07 or 0x09 or 0x0A or 0x0B => 11,
        0x08 => 1026,
        0x0D or 0x0E => 60,
        _ => 0,
    };

    private static void WriteLogged(SimulatedMeter meter, Identifier id, ref PlainWriter data)
    {
        var (kind, width) = (id.Id.Value & 0xFFFFFF00, LoggedBytes(id.Di1));
        if (width == 0 || id.Di0 > Kept) return;
        if (id.Di0 == 0) data.Bcd(meter.Recalled?.Events.Count(kind) ?? 0, 3);
        else if (meter.Recalled?.Events.Record(kind, id.Di0) is { } record) data.Bytes(record);
        else data.Fill(0, width);
    }

    // 03 kk 00 00 counts; 03 kk pp nn (03 kk 00 nn without phases) is record nn.
    private static void WriteNatural(SimulatedMeter meter, Identifier id, DateTimeOffset now, ref PlainWriter data)
    {
        if (EventKind.Of(id.Di2) is not { } kind || id.Di0 > Kept) return;
        if (id.Di0 == 0)
        {
            if (id.Di1 != 0) return;
            for (var phase = kind.Phases == 0 ? 0 : 1; phase <= kind.Phases; phase++) WriteCount(meter, kind, phase, now, ref data);
            return;
        }

        if (kind.Phases == 0 ? id.Di1 != 0 : id.Di1 is 0 || id.Di1 > kind.Phases) return;
        if (NaturalEvents.Record(meter, KeyOf(kind, id.Di1), id.Di0, now) is { } happened) kind.Write(meter, happened, ref data);
        else data.Fill(0, kind.Record);
    }

    private static void WriteCount(SimulatedMeter meter, EventKind kind, int phase, DateTimeOffset now, ref PlainWriter data)
    {
        var (count, minutes) = NaturalEvents.Until(meter, KeyOf(kind, phase), now);
        data.Bcd(count, 3);
        if (kind.Timed) data.Bcd(minutes, 3);
    }

    // PH 00 01 count, PH 00 02 minutes, PH 01 nn start, PH 25 nn end, PH xx nn the pieces between, PH FF nn the whole record of §11.
    private static void WriteFamily(SimulatedMeter meter, Identifier id, DateTimeOffset now, ref PlainWriter data)
    {
        if (OldKind(id.Di3) is not { } kind || id.Di2 > Math.Max(3, kind.Phases)) return;
        var key = KeyOf(kind, kind.Phases == 0 ? 0 : Math.Max(1, (int)id.Di2));
        if (id.Di1 == CountItem)
        {
            var (count, minutes) = NaturalEvents.Until(meter, key, now);
            if (id.Di0 is 1 or 2) data.Bcd(id.Di0 == 1 ? count : minutes, 3);
            return;
        }

        var piece = id.Di1 == WholeItem ? (At: 0, Width: kind.Record) : kind.Piece(id.Di1);
        if (id.Di0 is 0 or > Kept || piece is not { } wanted) return;
        if (NaturalEvents.Record(meter, key, id.Di0, now) is not { } happened)
        {
            data.Fill(0, wanted.Width);
            return;
        }

        var record = new PlainWriter(stackalloc byte[131]);
        kind.Write(meter, happened, ref record);
        data.Bytes(record.Written.Slice(wanted.At, wanted.Width));
    }

    // 1D000001 count, 1D0001nn time, 1D00FFnn record; 1E the same for closing.
    private static void WriteRelay(SimulatedMeter meter, Identifier id, ref PlainWriter data)
    {
        var (kind, events) = ((uint)id.Di3 << 24, meter.Recalled?.Events);
        if (id.Low == 1)
        {
            data.Bcd(events?.Count(kind) ?? 0, 3);
            return;
        }

        if (id.Di2 != 0 || id.Di0 is 0 or > Kept || id.Di1 is not (StartItem or WholeItem)) return;
        var width = id.Di1 == WholeItem ? 34 : 6;
        if (events?.Record(kind, id.Di0) is { } record) data.Bytes(record.AsSpan(0, width));
        else data.Fill(0, width);
    }

    // The family 10..1C counts what 03 01..0F counts.
    private static EventKind? OldKind(byte di3) => di3 switch
    {
        0x10 => EventKind.Of(0x01),
        0x11 => EventKind.Of(0x02),
        0x12 => EventKind.Of(0x03),
        0x13 => EventKind.Of(0x04),
        0x14 => EventKind.Of(0x07),
        0x15 => EventKind.Of(0x08),
        0x16 => EventKind.Of(0x09),
        0x17 or 0x20 => EventKind.Of(0x0A),
        0x18 => EventKind.Of(0x0B),
        0x19 => EventKind.Of(0x0C),
        0x1A => EventKind.Of(0x0D),
        0x1B => EventKind.Of(0x0E),
        0x1C => EventKind.Of(0x0F),
        _ => null,
    };

    private static int KeyOf(EventKind kind, int phase) => (0x03 << 16) | (kind.Di2 << 8) | phase;
}
