using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>Everything a DL/T 645-2007 meter answers to a read, by identifier (dossier §10, §12, §13).</summary>
internal static class MeterDictionary
{
    /// <summary>Appends the data of <paramref name="id"/>, identifier excluded; false when the meter has no such data.</summary>
    internal static bool TryWrite(SimulatedMeter meter, DataId id, DateTimeOffset now, ref PlainWriter data)
    {
        var asked = new Identifier(id);
        return asked.Di3 switch
        {
            0x00 => EnergyItems.TryWrite(meter, asked, now, ref data),
            0x01 => DemandItems.TryWrite(meter, asked, now, ref data),
            0x02 => VariableItems.TryWrite(meter, asked, now, ref data),
            0x03 or 0x1D or 0x1E => EventItems.TryWrite(asked, ref data),
            0x04 => ParameterItems.TryWrite(meter, asked, now, ref data),
            0x05 => FreezeItems.TryWrite(meter, asked, now, ref data),
            _ => false,
        };
    }
}
