using AmrCollector.Lines;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling.Diagnosis;

/// <summary>Finds the exception code in a reply that was as good as silence: a busy device, or a gateway that speaks for a dead one. Pure.</summary>
public static class GatewayWord
{
    private const byte Refusal = 0x80;

    /// <summary>The code of the last frame in <paramref name="heard"/>; 0 when that is no exception to <paramref name="request"/>.</summary>
    public static byte Of(ReadOnlySpan<byte> heard, ReadOnlySpan<byte> request, LineKind line)
    {
        if (line == LineKind.ModbusTcp)
        {
            var at = heard.Length - MbapFrame.HeaderLength - 2;
            return at >= 0 && request.Length > MbapFrame.HeaderLength && MbapFrame.TryParse(heard[at..], out var frame)
                && frame.Unit == request[6] && frame.Pdu[0] == (request[MbapFrame.HeaderLength] | Refusal) ? frame.Pdu[1] : (byte)0;
        }

        var start = heard.Length - RtuFrame.ExceptionLength;
        return start >= 0 && request.Length >= 4 && RtuFrame.HasGoodCrc(request) && RtuFrame.HasGoodCrc(heard[start..])
            && heard[start] == request[0] && heard[start + 1] == (request[1] | Refusal) ? heard[start + 2] : (byte)0;
    }
}
