using AmrCollector.Protocol.Cjt188;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Protocol;

/// <summary>Says from the bytes of a request which frames answer it, for who did not build the request himself.</summary>
public static class ReplyMatchers
{
    /// <summary>A matcher for <paramref name="request"/>, told by its own bytes; null when they are no known request or nobody answers it.</summary>
    public static IReplyMatcher? For(ReadOnlySpan<byte> request, bool isMbap)
    {
        var kind = RequestKind.Of(request, isMbap);
        return kind.IsBroadcast ? null : For(request, kind.Form);
    }

    /// <summary>A matcher for a <paramref name="request"/> of known form; null when the bytes are no whole request of that form.</summary>
    public static IReplyMatcher? For(ReadOnlySpan<byte> request, RequestForm form) => form switch
    {
        RequestForm.Dlt645 => Dlt645Request.TryMatcher(request),
        RequestForm.Cjt188 => Cjt188Request.TryMatcher(request),
        RequestForm.Rtu when RtuFrame.ScanRequest(request) == FrameScan.Frame(request.Length) => new RtuReplyMatcher(request[0], request[1..^2]),
        RequestForm.Ascii => Ascii(request),
        RequestForm.Mbap when MbapFrame.TryParse(request, out var frame) && ModbusRequest.Length(frame.Pdu) == frame.Pdu.Length
            => new MbapReplyMatcher(frame.Unit, frame.Pdu, frame.Transaction),
        _ => null,
    };

    private static AsciiReplyMatcher? Ascii(ReadOnlySpan<byte> request)
    {
        if (request.IsEmpty || AsciiFrame.Scan(request) != FrameScan.Frame(request.Length)) return null;
        Span<byte> content = stackalloc byte[AsciiFrame.MaxContent];
        var length = AsciiFrame.Read(request, content);
        return length >= 2 && ModbusRequest.Length(content[1..length]) == length - 1 ? new(content[0], content[1..length]) : null;
    }
}
