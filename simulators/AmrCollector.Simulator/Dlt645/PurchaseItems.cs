namespace AmrCollector.Simulator.Dlt645;

/// <summary>The last ten purchases 0332xxnn (energy) and 0333xxnn (money): date, count, amount, before, after, total (dossier §11).</summary>
internal static class PurchaseItems
{
    /// <summary>The log's kind; a record is date 5, count 2, amount 4, before 4, after 4, total 4.</summary>
    internal const uint Log = 0x03330000;

    private static readonly (int At, int Width)[] Pieces = [(0, 5), (5, 2), (7, 4), (11, 4), (15, 4), (19, 4)];

    internal static void Write(SimulatedMeter meter, Identifier id, ref PlainWriter data)
    {
        if (meter.Recalled?.Purse is not { } purse || purse.InEnergy != (id.Di2 == 0x32)) return;
        if (id.Di1 is 0 or > 6 || id.Di0 is 0 or > EventLog.Kept) return;
        var (at, width) = Pieces[id.Di1 - 1];
        if (meter.Recalled.Events.Record(Log, id.Di0) is { } record) data.Bytes(record.AsSpan(at, width));
        else data.Fill(0, width);
    }

    /// <summary>Logs a purchase of <paramref name="amount"/> hundredths.</summary>
    internal static void Add(SimulatedMeter meter, Purse purse, long amount, long before, DateTimeOffset now)
    {
        var data = new PlainWriter(stackalloc byte[23]);
        data.Minute(meter.ClockAt(now));
        data.Bits((int)purse.Count, 2);
        data.Bcd(amount, 4);
        data.Bcd(Math.Max(0, before), 4);
        data.Bcd(Math.Max(0, before + amount), 4);
        data.Bcd(purse.Bought, 4);
        meter.Memory.Events.Add(Log, data.Written.ToArray());
    }
}
