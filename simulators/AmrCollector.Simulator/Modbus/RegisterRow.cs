namespace AmrCollector.Simulator.Modbus;

/// <summary>One value of a register image.</summary>
/// <param name="Address">First register, 0-based as on the wire.</param>
/// <param name="Registers">How many registers it takes, 1, 2 or 4.</param>
/// <param name="Raw">Its bits, the low word last, from what the meter measures.</param>
internal sealed record RegisterRow(ushort Address, int Registers, Func<MeterView, ulong> Raw);
