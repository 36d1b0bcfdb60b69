using System.Buffers.Binary;

namespace AmrCollector.Simulator.Modbus;

/// <summary>
/// What a Modbus meter answers to one PDU, checked in the order of the specification: function (01), quantity and byte count (03),
/// address (02), execution (04) (dossier modbus.md §2).
/// </summary>
internal static class ModbusUnit
{
    /// <summary>Exception of a gateway whose unit is silent.</summary>
    internal const byte TargetDidNotRespond = 0x0B;

    private const byte IllegalFunction = 0x01, DeviceFailure = 0x04;

    /// <summary>Writes the reply PDU (at most 253 bytes) and returns its length; 0 when the meter says nothing.</summary>
    internal static int Answer(SimulatedMeter meter, ReadOnlySpan<byte> request, DateTimeOffset now, Span<byte> reply)
    {
        var (function, image) = (request[0], meter.Image!);
        if (!Knows(image, function)) return Refuse(function, IllegalFunction, reply);
        var turn = new ModbusTurn(meter, image, now, request, reply);
        var length = function switch
        {
            0x01 or 0x02 => BitFunctions.Read(turn),
            0x05 => BitFunctions.WriteOne(turn),
            0x0F => BitFunctions.WriteMany(turn),
            0x03 or 0x04 => RegisterFunctions.Read(turn),
            0x06 => RegisterFunctions.WriteOne(turn),
            0x10 => RegisterFunctions.WriteMany(turn),
            0x16 => RegisterFunctions.MaskWrite(turn),
            0x17 => RegisterFunctions.ReadWrite(turn),
            _ => DeviceFunctions.Answer(turn),
        };
        if (length <= 0) return length == ModbusTurn.Silence ? 0 : Refuse(function, (byte)-length, reply);
        if (meter.TripsNow(meter.Faults.Refuses)) return Refuse(function, DeviceFailure, reply);
        if (meter.TripsNow(meter.Faults.Exception > 0)) return Refuse(function, (byte)meter.Faults.Exception, reply);
        if (function is 0x03 or 0x04 && meter.TripsNow(meter.Faults.FewerRegisters > 0)) length = Shorten(meter.Faults.FewerRegisters, length, reply);
        if (meter.TripsNow(meter.Faults.OtherDataId)) reply[0] = (byte)(function ^ 0x07);
        return length;
    }

    /// <summary>True for a function that changes something: what a broadcast may carry.</summary>
    internal static bool IsWrite(byte function) => function is 0x05 or 0x06 or 0x0F or 0x10 or 0x16;

    // At least one register stays.
    private static int Shorten(int registers, int length, Span<byte> reply)
    {
        length = Math.Max(4, length - (2 * registers));
        reply[1] = (byte)(length - 2);
        return length;
    }

    private static bool Knows(RegisterImage image, byte function) => function switch
    {
        0x01 or 0x05 or 0x0F => image.Coils > 0,
        0x02 => image.Discretes > 0,
        0x03 or 0x04 => image.Answers(function),
        0x06 or 0x10 or 0x16 or 0x17 => image.IsWritable,
        0x07 or 0x08 or 0x11 or 0x14 => image.Diagnoses,
        0x2B => image.Identity is not null,
        _ => false,
    };

    private static int Refuse(byte function, byte exception, Span<byte> reply)
    {
        reply[0] = (byte)(function | 0x80);
        reply[1] = exception;
        return 2;
    }
}
