namespace AmrCollector.Simulator.Modbus;

/// <summary>Rows by the type their registers hold; all words are high first, as on the four meters simulated.</summary>
internal static class Bits
{
    /// <summary>IEEE 754 single.</summary>
    internal static RegisterRow F32(int address, Func<MeterView, double> value) =>
        new((ushort)address, 2, view => BitConverter.SingleToUInt32Bits((float)value(view)));

    /// <summary>An energy in Wh as a single of kWh: the nearest one to what the display shows.</summary>
    internal static RegisterRow Kilo(int address, Func<MeterView, long> wattHours) =>
        F32(address, view => (double)(wattHours(view) / 10) / 100);

    /// <summary>16 bits, signed or not.</summary>
    internal static RegisterRow Word(int address, Func<MeterView, long> value) => new((ushort)address, 1, view => (ulong)value(view));

    /// <summary>32 bits, signed or not.</summary>
    internal static RegisterRow Long(int address, Func<MeterView, long> value) => new((ushort)address, 2, view => (ulong)value(view));

    /// <summary>64 bits, signed or not.</summary>
    internal static RegisterRow Quad(int address, Func<MeterView, long> value) => new((ushort)address, 4, view => (ulong)value(view));
}
