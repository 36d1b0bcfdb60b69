using System.Buffers.Binary;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Models.Dictionary;

/// <summary>Decodes one Modbus TCP frame. There is no checksum: header, function and length must agree.</summary>
internal static class MbapDecoder
{
    internal static DecodedFrame Decode(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> replyTo)
    {
        if (bytes.Length < MbapFrame.HeaderLength + 2) return DecodedFrame.Refused(FrameProtocol.ModbusTcp, $"cut short: {bytes.Length} bytes, a frame has at least 9");
        if (bytes[2] != 0 || bytes[3] != 0) return DecodedFrame.Refused(FrameProtocol.ModbusTcp, $"protocol id is not 0 but {bytes[2]:X2}{bytes[3]:X2}");

        var found = MbapFrame.Scan(bytes);
        if (found.Verdict != ScanVerdict.Frame)
            return DecodedFrame.Refused(FrameProtocol.ModbusTcp, $"the length {BinaryPrimitives.ReadUInt16BigEndian(bytes[4..])} does not fit, {bytes.Length - 6} bytes follow it");

        var pdu = bytes[MbapFrame.HeaderLength..found.Length];
        var described = ModbusPdu.Describe(FrameProtocol.ModbusTcp, bytes[6], pdu, RtuDecoder.Ask(replyTo)) with { Noise = bytes.Length - found.Length };
        return ModbusPdu.IsConsistent(pdu) ? described : DecodedFrame.Refused(FrameProtocol.ModbusTcp, $"function {pdu[0]:X2} does not have {pdu.Length - 1} bytes");
    }
}
