using System.Buffers.Binary;

namespace AmrCollector.Simulator.Modbus;

/// <summary>What a Modbus meter answers to one PDU: reads of its image, exceptions for everything else (dossier modbus.md §2).</summary>
internal static class ModbusUnit
{
    /// <summary>Exception of a gateway whose unit is silent.</summary>
    internal const byte TargetDidNotRespond = 0x0B;

    private const byte IllegalFunction = 0x01;
    private const byte IllegalAddress = 0x02;
    private const byte IllegalValue = 0x03;
    private const byte DeviceFailure = 0x04;
    private const int MostRegisters = 125;

    /// <summary>Writes the reply PDU (at most 253 bytes) and returns its length.</summary>
    internal static int Answer(SimulatedMeter meter, ReadOnlySpan<byte> request, DateTimeOffset now, Span<byte> reply)
    {
        var function = request[0];
        if (function is not (3 or 4)) return Refuse(function, IllegalFunction, reply);
        if (request.Length != 5) return Refuse(function, IllegalValue, reply);
        if (meter.TripsNow(meter.Faults.Refuses)) return Refuse(function, DeviceFailure, reply);

        var (start, count) = (BinaryPrimitives.ReadUInt16BigEndian(request[1..]), BinaryPrimitives.ReadUInt16BigEndian(request[3..]));
        var image = RegisterImage.Of(meter.Kind);
        if (count is 0 or > MostRegisters || count > image.MostRegisters) return Refuse(function, IllegalValue, reply);
        if (!image.Answers(function)) return Refuse(function, IllegalFunction, reply);
        if (!image.TryRead(meter, now, start, count, reply[2..])) return Refuse(function, IllegalAddress, reply);

        reply[0] = meter.TripsNow(meter.Faults.OtherDataId) ? (byte)(function ^ 0x07) : function;
        reply[1] = (byte)(count * 2);
        return 2 + (count * 2);
    }

    private static int Refuse(byte function, byte exception, Span<byte> reply)
    {
        reply[0] = (byte)(function | 0x80);
        reply[1] = exception;
        return 2;
    }
}
