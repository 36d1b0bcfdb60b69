using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Models;

/// <summary>Registers, or bits, from <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
/// <param name="Table">Which table.</param>
/// <param name="First">0-based.</param>
/// <param name="Last">Not below First.</param>
public readonly record struct RegisterRange(ModbusTable Table, ushort First, ushort Last);
