namespace AmrCollector.Simulator.Modbus;

/// <summary>One value of a register image.</summary>
/// <param name="Address">First register, 0-based as on the wire.</param>
/// <param name="Registers">How many registers it takes.</param>
/// <param name="Fill">Writes them from what the meter measures.</param>
/// <param name="Table">3 when only holding registers show it, 4 only input registers, 0 both.</param>
/// <param name="Writable">It may be written.</param>
internal sealed record RegisterRow(ushort Address, int Registers, RegisterFill Fill, byte Table = 0, bool Writable = false);
