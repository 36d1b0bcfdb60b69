using AmrCollector.Protocol;
using AmrCollector.Simulator.Loads;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>
/// Load records 06xxxxxx: <c>A0 A0 LEN mm hh DD MM YY [classes, each closed by AA] CS8 E5</c> (dossier §7). They are taken on the
/// interval by the meter's clock and kept 40 days.
/// </summary>
internal static class LoadRecords
{
    private const int Classes = 6;
    private const byte Mark = 0xA0, Damaged = 0xE0, Separator = 0xAA, End = 0xE5;
    private const int MostRecords = 35;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(40);

    /// <summary>Which classes a meter records: bit 0 class 1.</summary>
    internal static int ModeOf(SimulatedMeter meter) =>
        meter.Recalled?.Parameters.TryGetValue(0x04000901, out var mode) == true ? mode[0] : meter.Group.LoadClasses;

    /// <summary>
    /// Appends what <paramref name="wanted"/> (N, or N mm hh DD MM YY) asks for; nothing when no record lies there. False when the meter
    /// keeps no load records, or not of this class.
    /// </summary>
    internal static bool TryWrite(SimulatedMeter meter, Identifier id, ReadOnlySpan<byte> wanted, DateTimeOffset now, ref PlainWriter data)
    {
        var mode = ModeOf(meter);
        if (mode == 0 || id.Di2 > Classes || id.Di1 != 0 || id.Di0 > 2 || wanted.Length is not (0 or 1 or 6)) return false;
        if (id.Di2 > 0) mode &= 1 << (id.Di2 - 1);
        if (mode == 0) return false;
        var interval = IntervalOf(meter, Math.Max(1, (int)id.Di2));
        var newest = Floor(meter.ClockAt(now), interval);
        var oldest = Oldest(meter, newest, interval, now);
        var count = wanted.IsEmpty ? 1 : Math.Min((int)wanted[0], MostRecords);
        var from = id.Di0 switch
        {
            0 => oldest,
            1 => wanted.Length == 6 && ClockSetting.TryParseTime([0, .. wanted[1..]], out var asked) ? Max(Ceiling(asked, interval), oldest) : DateTime.MaxValue,
            _ => Max(newest - ((count - 1) * interval), oldest),
        };
        for (; count > 0 && from <= newest; count--, from += interval) WriteRecord(meter, mode, from, now - (meter.ClockAt(now) - from), ref data);
        return true;
    }

    private static void WriteRecord(SimulatedMeter meter, int mode, DateTime shown, DateTimeOffset instant, ref PlainWriter data)
    {
        var body = new PlainWriter(stackalloc byte[128]);
        body.Minute(shown);
        for (var number = 1; number <= Classes; number++)
        {
            if ((mode & (1 << (number - 1))) != 0) LoadClasses.Write(meter, number, instant, ref body);
            body.Fill(Separator, 1);
        }

        var start = data.Length;
        data.Fill(meter.Faults.DamagedRecords ? Damaged : Mark, 2);
        data.Bits(body.Length, 1);
        data.Bytes(body.Written);
        if (data.Overflowed) return;
        byte sum = 0;
        foreach (var b in data.Written[start..]) sum = unchecked((byte)(sum + b));
        data.Bits(meter.Faults.BadRecordSums ? sum ^ 0x01 : sum, 1);
        data.Fill(End, 1);
    }

    // 04000A02..07: minutes of classes 1 to 6.
    private static TimeSpan IntervalOf(SimulatedMeter meter, int number)
    {
        var minutes = 15L;
        if (meter.Recalled?.Parameters.TryGetValue(0x04000A01 + (uint)number, out var set) == true) Bcd.TryRead(set, out minutes);
        return TimeSpan.FromMinutes(Math.Clamp(minutes, 1, 1440));
    }

    private static DateTime Oldest(SimulatedMeter meter, DateTime newest, TimeSpan interval, DateTimeOffset now)
    {
        var oldest = Ceiling(newest - Kept, interval);
        return meter.Recalled?.ClearedAt is { } cleared ? Max(oldest, Ceiling(meter.ClockAt(now) - (now - cleared), interval)) : oldest;
    }

    private static DateTime Floor(DateTime time, TimeSpan interval) => time.AddTicks(-(time.Ticks % interval.Ticks));

    private static DateTime Ceiling(DateTime time, TimeSpan interval) => Floor(time.AddTicks(interval.Ticks - 1), interval);

    private static DateTime Max(DateTime one, DateTime other) => one > other ? one : other;
}
