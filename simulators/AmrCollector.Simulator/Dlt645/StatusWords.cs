namespace AmrCollector.Simulator.Dlt645;

/// <summary>Status words 1 to 7, 04000501..07 and FF (dossier §12.1).</summary>
internal static class StatusWords
{
    private const int Words = 7;
    private const int Reverse = 0x0010, Overdrawn = 0x4000;
    private const int KeyPressed = 0x0008, RelayOpen = 0x0010, TripCommand = 0x0040, PreTrip = 0x0080, EnergyPrepaid = 0x0100, MoneyPrepaid = 0x0200;
    private const int KeepsPower = 0x1000, Authenticated = 0x2000;

    internal static void Write(SimulatedMeter meter, byte word, DateTimeOffset now, ref PlainWriter data)
    {
        var (first, last) = word == Identifier.Block ? (1, Words) : (word, word);
        if (first is < 1 or > Words) return;
        var start = data.Length;
        for (var number = first; number <= last; number++) data.Bits(WordOf(meter, number, now), 2);
        if (word != Identifier.Block) return;
        data.Cut(start + meter.Faults.StatusBytes);
        data.Fill(0, meter.Faults.StatusBytes - (data.Length - start));
    }

    private static int WordOf(SimulatedMeter meter, int number, DateTimeOffset now)
    {
        var reverse = meter.ValuesAt(now).Milliwatts < 0;
        return number switch
        {
            1 => (reverse ? Reverse : 0) | (IsOverdrawn(meter, now) ? Overdrawn : 0),
            2 when reverse => meter.Kind.Phases == 1 ? 0x0001 : 0x0007,
            3 => Third(meter, now),
            _ => 0,
        };
    }

    private static int Third(SimulatedMeter meter, DateTimeOffset now)
    {
        var word = meter.Group.KeyPressed && meter.Group.Password.Length > 0 ? KeyPressed : 0;
        if (meter.Recalled is not { } memory) return word;
        if (memory.Relay.IsOpen) word |= RelayOpen;
        if (memory.Relay.IsTripped) word |= TripCommand;
        if (memory.Relay.Alarm || (memory.Relay.IsTripped && memory.Relay.IsWaiting)) word |= PreTrip;
        if (memory.Relay.KeepsPower) word |= KeepsPower;
        if (memory.Session.IsValid(now)) word |= Authenticated;
        if (memory.Purse is { } purse) word |= purse.InEnergy ? EnergyPrepaid : MoneyPrepaid;
        return word;
    }

    private static bool IsOverdrawn(SimulatedMeter meter, DateTimeOffset now) =>
        meter.Recalled?.Purse is { } purse && purse.BalanceAt(meter.RegistersAt(now).Import.Total) < 0;
}
