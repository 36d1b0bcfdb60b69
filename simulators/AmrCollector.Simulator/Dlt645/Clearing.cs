using AmrCollector.Protocol.Dlt645;
using AmrCollector.Simulator.Loads;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>What the clears 19H, 1AH and 1BH do, and the records they leave (dossier §5.9 to §5.11, §11).</summary>
internal static class Clearing
{
    internal const uint MeterLog = 0x03300100, DemandLog = 0x03300200, EventLog = 0x03300300;
    private const int Phases = 3;
    private const int OtherDemands = 22;

    /// <summary>The maximum demand starts again.</summary>
    internal static void Demand(SimulatedMeter meter, ReadOnlySpan<byte> operatorCode, DateTimeOffset now)
    {
        var record = new PlainWriter(stackalloc byte[202]);
        Begin(meter, operatorCode, now, ref record);
        DemandItems.WriteTotal(meter, export: false, now, ref record);
        DemandItems.WriteTotal(meter, export: true, now, ref record);
        record.Fill(0, OtherDemands * 8);
        meter.Memory.Events.Add(DemandLog, record.Written.ToArray());
        meter.Memory.DemandClearedAt = now;
    }

    /// <summary>Energy, demand, freezes, events and load records go; the record of meter clearings stays and grows.</summary>
    internal static void Meter(SimulatedMeter meter, ReadOnlySpan<byte> operatorCode, DateTimeOffset now)
    {
        var memory = meter.Memory;
        var registers = meter.RegistersAt(now);
        var record = new PlainWriter(stackalloc byte[106]);
        Begin(meter, operatorCode, now, ref record);
        EventShapes.WriteTotals(registers, ref record);
        for (var phase = 0; phase < Phases; phase++) EventShapes.WritePhase(registers, phase, ref record);
        memory.Events.Add(MeterLog, record.Written.ToArray());
        memory.Events.ClearAll(kind => kind is MeterLog or EventLog);
        memory.EventsClearedAt[0] = now;
        (memory.ClearedAt, memory.DemandClearedAt, memory.Schedule) = (now, now, null);
        meter.ForgetFreezes();
        memory.Purse?.Rebase(registers.Import.Total, meter.RegistersAt(now).Import.Total);
    }

    /// <summary>
    /// All events (FF FF FF FF), or one kind (FF DI1 DI2 DI3). The records of event clearings and meter clearings stay. False when it
    /// names neither.
    /// </summary>
    internal static bool TryEvents(SimulatedMeter meter, ReadOnlySpan<byte> operatorCode, ReadOnlySpan<byte> which, DateTimeOffset now)
    {
        var (id, memory) = (DataId.FromWire(which).Value, meter.Memory);
        if ((id & 0xFF) != 0xFF) return false;
        // The relay's logs have no parts of their own.
        var kind = id >> 24 is 0x1D or 0x1E ? id & 0xFF000000 : id & 0xFFFFFF00;
        if (id == 0xFFFFFFFF)
        {
            memory.Events.ClearAll(known => known is MeterLog or EventLog);
            memory.EventsClearedAt[0] = now;
        }
        else if (kind is not (MeterLog or EventLog))
        {
            memory.Events.Clear(kind);
            memory.EventsClearedAt[(int)(kind >> 16)] = now;
        }

        var record = new PlainWriter(stackalloc byte[14]);
        Begin(meter, operatorCode, now, ref record);
        record.Bytes(which);
        memory.Events.Add(EventLog, record.Written.ToArray());
        return true;
    }

    private static void Begin(SimulatedMeter meter, ReadOnlySpan<byte> operatorCode, DateTimeOffset now, ref PlainWriter record)
    {
        record.Second(meter.ClockAt(now));
        record.Bytes(operatorCode);
    }
}
