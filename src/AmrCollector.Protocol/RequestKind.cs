using AmrCollector.Protocol.Cjt188;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Protocol;

/// <summary>What a request does, told by its bytes alone. What is not surely a read counts as a write.</summary>
/// <param name="Form">How it is framed.</param>
/// <param name="IsWrite">True unless it is one of the reading functions.</param>
/// <param name="IsBroadcast">True when every device of the bus obeys and none answers: Modbus unit 0 on a bus, a DL/T 645 broadcast.</param>
public readonly record struct RequestKind(RequestForm Form, bool IsWrite, bool IsBroadcast)
{
    /// <summary>
    /// Looks at a whole request, FE wake-up bytes allowed. <paramref name="isMbap"/> is true on a Modbus TCP line, whose frames look like
    /// nothing else there.
    /// </summary>
    public static RequestKind Of(ReadOnlySpan<byte> request, bool isMbap)
    {
        if (isMbap) return MbapFrame.TryParse(request, out var frame) ? new(RequestForm.Mbap, IsModbusWrite(frame.Pdu), false) : Unknown;
        if (IsAscii(request)) return Ascii(request);
        if (Dlt645Request.TryKind(request, out var changes, out var unanswered)) return new(RequestForm.Dlt645, changes, unanswered);
        if (Cjt188Request.TryKind(request, out changes)) return new(RequestForm.Cjt188, changes, IsBroadcast: false);
        return RtuFrame.ScanRequest(request) == FrameScan.Frame(request.Length)
            ? new(RequestForm.Rtu, IsModbusWrite(request[1..]), request[0] == 0)
            : Unknown;
    }

    private static RequestKind Unknown => new(RequestForm.Unknown, IsWrite: true, IsBroadcast: false);

    private static RequestKind Ascii(ReadOnlySpan<byte> request)
    {
        Span<byte> content = stackalloc byte[AsciiFrame.MaxContent];
        var length = AsciiFrame.Read(request, content);
        return length < 2 ? Unknown : new(RequestForm.Ascii, IsModbusWrite(content[1..length]), content[0] == 0);
    }

    private static bool IsAscii(ReadOnlySpan<byte> request) => AsciiFrame.Scan(request) == FrameScan.Frame(request.Length) && !request.IsEmpty;

    private static bool IsModbusWrite(ReadOnlySpan<byte> pdu) => pdu[0] switch
    {
        (>= ModbusFunction.ReadCoils and <= ModbusFunction.ReadInput) or ModbusFunction.ReadExceptionStatus or 0x0B or 0x0C
            or ModbusFunction.ReportServerId or ModbusFunction.ReadFile => false,
        ModbusFunction.Diagnostics => pdu.Length < 3 || pdu[1] != 0 || pdu[2] != 0,
        ModbusFunction.Encapsulated => pdu.Length < 2 || pdu[1] != ModbusFunction.DeviceIdentification,
        _ => true,
    };
}
