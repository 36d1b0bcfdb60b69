using AmrCollector.Simulator.Dlt645;

namespace AmrCollector.Simulator.Cjt188;

/// <summary>What a water or heat meter says to one CJ/T 188 request (dossier appendix C).</summary>
internal static class Cjt188Meter
{
    /// <summary>The address item, where a written address is kept.</summary>
    internal const uint AddressItem = 0x810A;

    private const uint ValveItem = 0xA017;
    private const byte Refusal = 0x40;
    private const byte Reply = 0x80;
    private const byte ValveOpen = 0x55, ValveClosed = 0x99;
    private const int Header = 3;

    /// <summary>Writes the reply frame without preamble and returns its length; 0 is silence.</summary>
    internal static int Answer(SimulatedMeter meter, Cjt188Frame request, DateTimeOffset now, Span<byte> reply)
    {
        var asked = request.Data;
        if ((request.Control & Reply) != 0 || asked.Length < Header) return 0;
        var data = new PlainWriter(stackalloc byte[Cjt188Frame.MaxData]);
        data.Bytes(asked[..Header]);
        var item = ItemOf(asked);
        var control = request.Control switch
        {
            0x01 => Registers188.TryWrite(meter, item, now, ref data) ? 0x81 : 0,
            0x03 => item == AddressItem ? 0x83 : 0,
            0x04 => WriteValve(meter, item, asked[Header..], now, ref data),
            0x09 => WriteKeyVersion(item, ref data),
            0x15 => WriteAddress(meter, item, asked[Header..]),
            _ => 0,
        };
        if (meter.TripsNow(meter.Faults.Refuses)) control = 0;
        Span<byte> own = stackalloc byte[Cjt188Frame.AddressLength];
        Cjt188Address.Write(meter, own);
        if (meter.TripsNow(meter.Faults.WildcardReplies)) own.Fill(0xAA);
        else if (meter.TripsNow(meter.Faults.WrongAddress)) own[0] ^= 0x01;
        if (control == 0) return Refuse(meter, request, now, own, reply);
        if (meter.TripsNow(meter.Faults.OtherDataId)) data.Flip(1);
        return Cjt188Frame.Write(reply, meter.Kind.Medium, own, (byte)control, data.Written);
    }

    /// <summary>ST0 ST1: the valve in bits 0-1 (00 open, 01 closed).</summary>
    internal static void WriteStatus(SimulatedMeter meter, DateTimeOffset now, ref PlainWriter data)
    {
        _ = now;
        var closed = meter.Recalled?.Parameters.TryGetValue(ValveItem, out var valve) == true && valve[0] == ValveClosed;
        data.Bits(closed ? 1 : 0, 2);
    }

    // An error reply holds the serial number and the status.
    private static int Refuse(SimulatedMeter meter, Cjt188Frame request, DateTimeOffset now, ReadOnlySpan<byte> own, Span<byte> reply)
    {
        var data = new PlainWriter(stackalloc byte[Header]);
        data.Bytes(request.Data.Slice(2, 1));
        WriteStatus(meter, now, ref data);
        return Cjt188Frame.Write(reply, meter.Kind.Medium, own, (byte)(Reply | Refusal | (request.Control & 0x1F)), data.Written);
    }

    private static int WriteValve(SimulatedMeter meter, uint item, ReadOnlySpan<byte> value, DateTimeOffset now, ref PlainWriter data)
    {
        if (item != ValveItem || value.Length != 1 || value[0] is not (ValveOpen or ValveClosed)) return 0;
        meter.Memory.Parameters[ValveItem] = [value[0]];
        WriteStatus(meter, now, ref data);
        return 0x84;
    }

    private static int WriteKeyVersion(uint item, ref PlainWriter data)
    {
        if (item != 0x8106) return 0;
        data.Bits(0, 1);
        return 0x89;
    }

    private static int WriteAddress(SimulatedMeter meter, uint item, ReadOnlySpan<byte> address)
    {
        if (item != 0xA018 || address.Length != Cjt188Frame.AddressLength || !Protocol.Bcd.TryRead(address, out _)) return 0;
        meter.Memory.Parameters[AddressItem] = address.ToArray();
        return 0x95;
    }

    // Most masters send 90 1F, others 1F 90 (both in the vectors); the second byte of an identifier never has its top bit set.
    private static uint ItemOf(ReadOnlySpan<byte> asked) =>
        asked[0] is 0x90 or 0x81 or 0xA0 or 0xD1 ? (uint)((asked[0] << 8) | asked[1]) : (uint)((asked[1] << 8) | asked[0]);
}
