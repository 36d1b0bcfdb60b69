using AmrCollector.Simulator.Loads;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>The six classes of a load record (dossier §7). Phases a meter does not have are FF.</summary>
internal static class LoadClasses
{
    private const int Phases = 3;

    internal static void Write(SimulatedMeter meter, int number, DateTimeOffset instant, ref PlainWriter data)
    {
        switch (number)
        {
            case 1:
                VariableItems.WriteSlots(meter, instant, quantity: 1, firstSlot: 1, ref data);
                VariableItems.WriteSlots(meter, instant, quantity: 2, firstSlot: 1, ref data);
                data.Bcd(meter.ValuesAt(instant).CentiHertz, 2);
                break;
            case 2:
                VariableItems.WritePowers(meter, instant, ref data);
                break;
            case 3:
                VariableItems.WriteSlots(meter, instant, quantity: 6, firstSlot: 0, ref data);
                break;
            case 4:
                for (var quantity = 1; quantity <= 4; quantity++) EnergyItems.Write(meter.RegistersAt(instant), quantity, 0, ref data);
                break;
            case 5:
                for (var quadrant = 5; quadrant <= 8; quadrant++) EnergyItems.Write(meter.RegistersAt(instant), quadrant, 0, ref data);
                break;
            default:
                data.SignedBcd(meter.ValuesAt(instant).Milliwatts / 100, Phases);
                data.SignedBcd(meter.ValuesAt(instant).Millivars / 100, Phases);
                break;
        }
    }
}
