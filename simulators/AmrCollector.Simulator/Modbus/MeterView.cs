using AmrCollector.Simulator.Loads;

namespace AmrCollector.Simulator.Modbus;

/// <summary>What a register image is made of: one meter at one instant.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="Registers">Its energies in Wh.</param>
/// <param name="Values">What it measures.</param>
internal readonly record struct MeterView(SimulatedMeter Meter, MeterRegisters Registers, MomentaryValues Values)
{
    /// <summary>The meter as it is at <paramref name="now"/>.</summary>
    internal static MeterView At(SimulatedMeter meter, DateTimeOffset now) => new(meter, meter.RegistersAt(now), meter.ValuesAt(now));
}
