using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Protocol;

/// <summary>Says from the bytes of a request which frames answer it, for who did not build the request himself.</summary>
public static class ReplyMatchers
{
    private const byte Preamble = 0xFE;

    /// <summary>A matcher for <paramref name="request"/>, told by its own bytes; null when they are no known request or nobody answers it.</summary>
    public static IReplyMatcher? For(ReadOnlySpan<byte> request, bool isMbap)
    {
        var kind = RequestKind.Of(request, isMbap);
        return kind.IsBroadcast ? null : For(request, kind.Form);
    }

    /// <summary>A matcher for a <paramref name="request"/> of known form; null when the bytes are no whole request of that form.</summary>
    public static IReplyMatcher? For(ReadOnlySpan<byte> request, RequestForm form) => form switch
    {
        RequestForm.Dlt645 => Dlt645(request.TrimStart(Preamble)),
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

    private static Dlt645ReplyMatcher? Dlt645(ReadOnlySpan<byte> request)
    {
        if (!Dlt645Frame.TryParse(request, out var frame) || frame.IsReply) return null;
        Span<byte> data = stackalloc byte[Dlt645Frame.MaxData];
        data = data[..frame.CopyData(data)];
        return frame.Function switch
        {
            Dlt645Function.Read when data.Length >= DataId.Length => new(frame.Address, frame.Function, DataId.FromWire(data)),
            Dlt645Function.ReadNext when data.Length > DataId.Length => new(frame.Address, frame.Function, DataId.FromWire(data), data[DataId.Length]),
            Dlt645Function.Read97 or Dlt645Function.ReadNext97 when data.Length >= 2
                => new(frame.Address, frame.Function, new DataId((uint)(data[0] | (data[1] << 8)))) { IdLength = 2 },
            Dlt645Function.Read or Dlt645Function.ReadNext => null,
            _ => new() { Asked = frame.Address, Function = frame.Function, IdLength = 0 },
        };
    }
}
