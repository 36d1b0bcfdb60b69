using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Models.Dictionary;

/// <summary>
/// Says what one frame means. Pure; never throws on bytes. Tolerated around the frame: FE wake-up bytes, stray bytes before the
/// first 68, bytes behind its end. A frame is refused when it does not check at its first start byte.
/// </summary>
public static class FrameDecoder
{
    /// <summary>The longest input that is looked at; no frame is longer.</summary>
    public const int MaxLength = 4096;

    /// <summary>
    /// Decodes <paramref name="bytes"/>. <paramref name="protocol"/> is one of <see cref="FrameProtocol"/> or null to tell by
    /// structure and checksum; <paramref name="replyTo"/> is the request this frame answers: it names the registers of a Modbus reply.
    /// </summary>
    public static DecodedFrame Decode(ReadOnlySpan<byte> bytes, string? protocol = null, ReadOnlySpan<byte> replyTo = default)
    {
        if (bytes.IsEmpty) return DecodedFrame.Refused(protocol, "no bytes");
        if (bytes.Length > MaxLength) return DecodedFrame.Refused(protocol, $"{bytes.Length} bytes are more than one frame");
        return protocol switch
        {
            FrameProtocol.Dlt645V2007 => Dlt645Decoder.Decode(bytes, Dlt645Edition.V2007),
            FrameProtocol.Dlt645V1997 => Dlt645Decoder.Decode(bytes, Dlt645Edition.V1997),
            FrameProtocol.Cjt188 => Cjt188Decoder.Decode(bytes),
            FrameProtocol.ModbusRtu => RtuDecoder.Decode(bytes, replyTo),
            FrameProtocol.ModbusTcp => MbapDecoder.Decode(bytes, replyTo),
            FrameProtocol.Modbus => EitherModbus(bytes, replyTo),
            _ => Guess(bytes, replyTo),
        };
    }

    private static DecodedFrame EitherModbus(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> replyTo)
    {
        var mbap = MbapDecoder.Decode(bytes, replyTo);
        if (mbap is { Valid: true, Noise: 0 }) return mbap;
        var rtu = RtuDecoder.Decode(bytes, replyTo);
        return mbap.Valid && !rtu.Valid ? mbap : rtu;
    }

    // The stronger the check, the earlier the turn: 645 and 188 have start, end, length and sum; MBAP fixed zeros and a length; RTU a CRC.
    private static DecodedFrame Guess(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> replyTo)
    {
        var dlt645 = Dlt645Decoder.Decode(bytes, edition: null);
        if (dlt645.Valid) return dlt645;
        var cjt188 = Cjt188Decoder.Decode(bytes);
        if (cjt188.Valid) return cjt188;
        // MBAP has no checksum: a damaged 645 frame must not pass for it.
        var front = bytes[Dlt645Frame.PreambleLength(bytes)..];
        if (Dlt645Decoder.LooksLike(front)) return dlt645;
        var modbus = EitherModbus(bytes, replyTo);
        if (modbus is { Valid: true, Noise: 0 } or { Valid: true, Protocol: FrameProtocol.ModbusRtu }) return modbus;
        if (Cjt188Decoder.LooksLike(front)) return cjt188;
        if (RtuDecoder.LooksLike(bytes)) return modbus;
        return DecodedFrame.Refused(null, bytes.Contains((byte)0x68) ? dlt645.Why! : "no start byte 68, no MBAP header and no Modbus CRC");
    }
}
