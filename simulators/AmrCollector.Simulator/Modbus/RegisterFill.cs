namespace AmrCollector.Simulator.Modbus;

/// <summary>Writes one value's registers, two bytes each, in wire order.</summary>
internal delegate void RegisterFill(MeterView view, Span<byte> registers);
