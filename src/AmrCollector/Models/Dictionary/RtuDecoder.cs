using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Models.Dictionary;

/// <summary>Decodes one Modbus RTU frame; its length follows from the function code, the CRC only confirms it.</summary>
internal static class RtuDecoder
{
    internal static bool LooksLike(ReadOnlySpan<byte> bytes) => bytes.Length >= 4 && (bytes[1] & 0x7F) is (>= 1 and <= 6) or 0x0F or 0x10;

    internal static DecodedFrame Decode(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> replyTo)
    {
        // FE is a legal unit only for vendors; a concentrator's wake-up bytes are more likely, so both are tried.
        var preamble = Dlt645Frame.PreambleLength(bytes);
        foreach (var start in new[] { 0, preamble }.Distinct())
        {
            var length = Length(bytes[start..], replyTo);
            if (length > 0) return ModbusPdu.Describe(FrameProtocol.ModbusRtu, bytes[start], bytes.Slice(start + 1, length - 3), Ask(replyTo)) with { Noise = bytes.Length - start - length };
        }

        return DecodedFrame.Refused(FrameProtocol.ModbusRtu, Why(bytes));
    }

    /// <summary>Unit and PDU of a request, empty when there is none or it does not check.</summary>
    internal static ReadOnlySpan<byte> Ask(ReadOnlySpan<byte> replyTo)
    {
        if (RtuFrame.HasGoodCrc(replyTo)) return replyTo[..^2];
        return MbapFrame.TryParse(replyTo, out _) ? replyTo[6..] : [];
    }

    private static int Length(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> replyTo)
    {
        var ask = Ask(replyTo);
        foreach (var length in Candidates(bytes, preferReply: !ask.IsEmpty))
            if (length >= 4 && length <= bytes.Length && RtuFrame.HasGoodCrc(bytes[..length])) return length;
        return 0;
    }

    private static int[] Candidates(ReadOnlySpan<byte> bytes, bool preferReply)
    {
        if (bytes.Length < 4) return [];
        var (request, reply) = (RequestLength(bytes), ReplyLength(bytes));
        return preferReply ? [reply, request] : [request, reply];
    }

    private static int RequestLength(ReadOnlySpan<byte> bytes) => bytes[1] switch
    {
        >= 1 and <= 6 or 8 => 8,
        0x07 or 0x0B or 0x0C or 0x11 => 4,
        0x0F or 0x10 => bytes.Length > 6 ? 9 + bytes[6] : 0,
        0x16 => 10,
        0x17 => bytes.Length > 10 ? 13 + bytes[10] : 0,
        0x2B => 7,
        _ => 0,
    };

    private static int ReplyLength(ReadOnlySpan<byte> bytes) => bytes[1] switch
    {
        >= 0x80 => RtuFrame.ExceptionLength,
        >= 1 and <= 4 or 0x0C or 0x11 or 0x14 or 0x17 => 5 + bytes[2],
        5 or 6 or 8 or 0x0B or 0x0F or 0x10 => 8,
        0x07 => 5,
        0x16 => 10,
        _ => 0,
    };

    private static string Why(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4) return $"cut short: {bytes.Length} bytes, a frame has at least 4";
        var lengths = Candidates(bytes, preferReply: false).Where(length => length > 0).ToList();
        if (lengths.Count == 0) return $"function {bytes[1]:X2} is not known";
        if (lengths.All(length => length > RtuFrame.MaxLength)) return "longer than any frame";
        var smallest = lengths.Min();
        if (bytes.Length < smallest) return $"cut short: function {bytes[1]:X2} makes {smallest} bytes, {bytes.Length} are there";
        var held = bytes.Length;
        var sealedAt = lengths.Where(length => length <= held).Max();
        var crc = AmrCollector.Protocol.Crc16.Of(bytes[..(sealedAt - 2)]);
        return $"CRC wrong: the bytes give {crc & 0xFF:X2} {crc >> 8:X2}, the frame says {bytes[sealedAt - 2]:X2} {bytes[sealedAt - 1]:X2}";
    }
}
