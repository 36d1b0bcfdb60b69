namespace AmrCollector.Simulator.Dlt645;

/// <summary>How one kind of event is counted and recorded (dossier §11).</summary>
/// <param name="Di2">Its identifier 03 DI2.</param>
/// <param name="Phases">Counted and recorded a phase (or a demand quantity) apiece: how many; 0 for once.</param>
/// <param name="Timed">The count is followed by the minutes.</param>
/// <param name="Record">Bytes of a record.</param>
internal readonly record struct EventKind(byte Di2, int Phases, bool Timed, int Record)
{
    private static readonly EventKind[] Kinds =
    [
        new(0x01, 3, true, 131), new(0x02, 3, true, 131), new(0x03, 3, true, 131), new(0x04, 3, true, 131),
        new(0x05, 0, true, 15), new(0x06, 0, true, 12), new(0x07, 0, true, 76), new(0x08, 0, true, 76),
        new(0x09, 0, true, 78), new(0x0A, 0, true, 78), new(0x0B, 3, true, 115), new(0x0C, 3, true, 115), new(0x0D, 3, true, 115),
        new(0x0E, 3, true, 76), new(0x0F, 3, true, 76), new(0x11, 0, false, 12), new(0x12, 6, false, 20), new(0x35, 0, false, 28),
    ];

    /// <summary>Bytes of a count.</summary>
    internal int CountBytes => Timed ? 6 : 3;

    /// <summary>
    /// Where item <paramref name="item"/> of the family 10..1C stands in a record: 01 the start, 25 the end, the others its pieces in order
    /// (§14.2). Null when there is none.
    /// </summary>
    internal (int At, int Width)? Piece(int item)
    {
        const int Start = 0x01, End = 0x25, TimeBytes = 6;
        if (item == Start) return (0, TimeBytes);
        if (item == End) return (TimeBytes, TimeBytes);
        var (at, next) = (2 * TimeBytes, Start + 1);
        foreach (var width in Widths())
        {
            if (at + width > Record) return null;
            if (next++ == item) return (at, width);
            at += width;
        }

        return null;
    }

    /// <summary>The kind of 03 DI2; null when there is none.</summary>
    internal static EventKind? Of(byte di2)
    {
        foreach (var kind in Kinds)
            if (kind.Di2 == di2) return kind;
        return null;
    }

    /// <summary>Appends the record of something that happened.</summary>
    internal void Write(SimulatedMeter meter, NaturalEvent happened, ref PlainWriter data)
    {
        switch (Record)
        {
            case 131: EventShapes.WriteLong(meter, happened, rate: false, measured: true, ampereHours: true, ref data); break;
            case 115: EventShapes.WriteLong(meter, happened, rate: false, measured: true, ampereHours: false, ref data); break;
            case 78: EventShapes.WriteLong(meter, happened, rate: true, measured: false, ampereHours: false, ref data); break;
            case 76: EventShapes.WriteLong(meter, happened, rate: false, measured: false, ampereHours: false, ref data); break;
            default: WriteShort(meter, happened, ref data); break;
        }
    }

    // The rate of an imbalance, four increments, three phases of four increments and perhaps U I P Q PF, four charges.
    private IEnumerable<int> Widths()
    {
        if (Record == 78) yield return 2;
        for (var i = 0; i < 4; i++) yield return 4;
        for (var phase = 0; phase < 3; phase++)
        {
            for (var i = 0; i < 4; i++) yield return 4;
            if (Record < 115) continue;
            foreach (var width in (int[])[2, 3, 3, 3, 2]) yield return width;
        }

        for (var i = 0; i < 4; i++) yield return 4;
    }

    // All-phase loss: start, current, end. Demand: start, end, demand, its time. Magnet: start, end, energies before and after.
    private void WriteShort(SimulatedMeter meter, NaturalEvent happened, ref PlainWriter data)
    {
        data.Second(meter.ClockAt(happened.Start));
        if (Di2 == 0x05) data.SignedBcd(50, 3);
        data.Second(meter.ClockAt(happened.End));
        if (Di2 == 0x12)
        {
            data.Bcd(Math.Abs(meter.MilliwattsAt(happened.Start)) / 100, 3);
            data.Minute(meter.ClockAt(happened.End));
        }

        if (Di2 != 0x35) return;
        foreach (var instant in (ReadOnlySpan<DateTimeOffset>)[happened.Start, happened.End])
        {
            EnergyItems.Write(meter.RegistersAt(instant), 1, 0, ref data);
            EnergyItems.Write(meter.RegistersAt(instant), 2, 0, ref data);
        }
    }
}
