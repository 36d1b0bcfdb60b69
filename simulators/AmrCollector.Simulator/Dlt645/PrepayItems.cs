namespace AmrCollector.Simulator.Dlt645;

/// <summary>What is left of what was paid 0090xx0x, and the prices 028000xx (dossier §14.1, §10.3).</summary>
internal static class PrepayItems
{
    internal static bool TryWrite(SimulatedMeter meter, Identifier id, DateTimeOffset now, ref PlainWriter data)
    {
        if (meter.Recalled?.Purse is not { } purse) return false;
        var balance = purse.BalanceAt(meter.RegistersAt(now).Import.Total);
        switch (id.Id.Value)
        {
            case 0x00900100 when purse.InEnergy: data.Bcd(Math.Max(0, balance), 4); break;
            case 0x00900101 when purse.InEnergy: data.Bcd(Math.Max(0, -balance), 4); break;
            case 0x00900200 when !purse.InEnergy: data.Bcd(Math.Max(0, balance), 4); break;
            case 0x00900201 when !purse.InEnergy: data.Bcd(Math.Max(0, -balance), 4); break;
            case 0x0280000B or 0x02800020 or 0x02800021: data.Bcd(purse.Price, 4); break;
            default: return false;
        }

        return true;
    }
}
