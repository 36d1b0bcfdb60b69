using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>Everything a DL/T 645-2007 meter answers to a read, by identifier (dossier §7, §10 to §14).</summary>
internal static class MeterDictionary
{
    /// <summary>
    /// Appends the data of <paramref name="id"/>, identifier excluded; false when the meter has no such data. <paramref name="wanted"/> is
    /// what a read of load records says behind the identifier.
    /// </summary>
    internal static bool TryWrite(SimulatedMeter meter, DataId id, ReadOnlySpan<byte> wanted, DateTimeOffset now, ref PlainWriter data)
    {
        var asked = new Identifier(id);
        return asked.Di3 switch
        {
            0x00 when asked.Di2 == 0x90 => PrepayItems.TryWrite(meter, asked, now, ref data),
            0x00 => EnergyItems.TryWrite(meter, asked, now, ref data),
            0x01 => DemandItems.TryWrite(meter, asked, now, ref data),
            0x02 => VariableItems.TryWrite(meter, asked, now, ref data),
            0x03 or (>= 0x10 and <= 0x20) => EventItems.TryWrite(meter, asked, now, ref data),
            0x04 => ParameterItems.TryWrite(meter, asked, now, ref data),
            0x05 => FreezeItems.TryWrite(meter, asked, now, ref data),
            0x06 => LoadRecords.TryWrite(meter, asked, wanted, now, ref data),
            _ => false,
        };
    }
}
