using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Protocol;

/// <summary>What a request does, told by its bytes alone. What is not surely a read counts as a write.</summary>
/// <param name="Form">How it is framed.</param>
/// <param name="IsWrite">True unless it is one of the reading functions.</param>
/// <param name="IsBroadcast">True when every device of the bus obeys and none answers: Modbus unit 0 on a bus, DL/T 645 99..99 and 08.</param>
public readonly record struct RequestKind(RequestForm Form, bool IsWrite, bool IsBroadcast)
{
    private const byte Preamble = 0xFE;
    private const byte Start = 0x68;

    /// <summary>
    /// Looks at a whole request, FE wake-up bytes allowed. <paramref name="isMbap"/> is true on a Modbus TCP line, whose frames look like
    /// nothing else there.
    /// </summary>
    public static RequestKind Of(ReadOnlySpan<byte> request, bool isMbap)
    {
        if (isMbap) return MbapFrame.TryParse(request, out var frame) ? new(RequestForm.Mbap, IsModbusWrite(frame.Pdu), false) : Unknown;
        if (IsAscii(request)) return Ascii(request);
        var bare = request.TrimStart(Preamble);
        if (Dlt645Frame.TryParse(bare, out var dlt645)) return Dlt645(dlt645);
        if (IsCjt188(bare)) return Cjt188(bare);
        return RtuFrame.ScanRequest(request) == FrameScan.Frame(request.Length)
            ? new(RequestForm.Rtu, IsModbusWrite(request[1..]), request[0] == 0)
            : Unknown;
    }

    private static RequestKind Unknown => new(RequestForm.Unknown, IsWrite: true, IsBroadcast: false);

    internal static bool IsCjt188(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 13 || frame[0] != Start || frame[^1] != 0x16 || frame.Length != 13 + frame[10]) return false;
        byte sum = 0;
        foreach (var b in frame[..^2]) sum = unchecked((byte)(sum + b));
        return sum == frame[^2];
    }

    private static RequestKind Ascii(ReadOnlySpan<byte> request)
    {
        Span<byte> content = stackalloc byte[AsciiFrame.MaxContent];
        var length = AsciiFrame.Read(request, content);
        return length < 2 ? Unknown : new(RequestForm.Ascii, IsModbusWrite(content[1..length]), content[0] == 0);
    }

    private static bool IsAscii(ReadOnlySpan<byte> request) => AsciiFrame.Scan(request) == FrameScan.Frame(request.Length) && !request.IsEmpty;

    private static RequestKind Dlt645(Dlt645Frame frame)
    {
        Span<byte> address = stackalloc byte[Dlt645Address.Length];
        frame.Address.WriteTo(address);
        var isRead = frame.Function is Dlt645Function.Read or Dlt645Function.ReadNext or Dlt645Function.ReadAddress
            or Dlt645Function.Read97 or Dlt645Function.ReadNext97;
        var everybody = !address.ContainsAnyExcept((byte)0x99) || frame.Function == Dlt645Function.BroadcastTime;
        return new(RequestForm.Dlt645, !isRead || frame.IsReply, everybody);
    }

    // Read data, meter number and version 01, 03, 09 (CJ/T 188-2004, 7).
    private static RequestKind Cjt188(ReadOnlySpan<byte> frame) => new(RequestForm.Cjt188, frame[9] is not (0x01 or 0x03 or 0x09), IsBroadcast: false);

    private static bool IsModbusWrite(ReadOnlySpan<byte> pdu) => pdu[0] switch
    {
        (>= ModbusFunction.ReadCoils and <= ModbusFunction.ReadInput) or ModbusFunction.ReadExceptionStatus or 0x0B or 0x0C
            or ModbusFunction.ReportServerId or ModbusFunction.ReadFile => false,
        ModbusFunction.Diagnostics => pdu.Length < 3 || pdu[1] != 0 || pdu[2] != 0,
        ModbusFunction.Encapsulated => pdu.Length < 2 || pdu[1] != ModbusFunction.DeviceIdentification,
        _ => true,
    };
}
