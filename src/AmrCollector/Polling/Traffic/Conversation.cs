using AmrCollector.Models.Dictionary;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling.Traffic;

/// <summary>
/// Follows both sides of a line: a reply is read with the request it answers, so that registers and identifiers make sense. Pure.
/// </summary>
public sealed class Conversation
{
    private const long LongestReply = 10_000_000_000;

    private TrafficFrame? _asked;
    private DecodedFrame? _question;
    private TrafficFrame? _sent;

    /// <summary>What <paramref name="frame"/> says after all that was heard before it.</summary>
    public Utterance Hear(TrafficFrame frame)
    {
        if (frame.Protocol is null) return new(frame, UtteranceKind.Noise, null, null, null, null);
        if (IsEcho(frame)) return new(frame, UtteranceKind.Echo, _question, null, null, null);

        var asked = _asked is { } last && last.Protocol == frame.Protocol && frame.Nanoseconds - last.Nanoseconds <= LongestReply ? last : null;
        var isModbus = frame.Protocol is FrameProtocol.ModbusRtu or FrameProtocol.ModbusTcp or FrameCutter.Ascii;
        if (isModbus && !ModbusTurn.IsReply(frame, asked)) return Request(frame, Decode(frame, null));
        var decoded = Decode(frame, asked);
        if (!isModbus && decoded.IsReply != true) return Request(frame, decoded);

        var request = asked is not null && Answers(decoded) ? asked : null;
        TimeSpan? after = request is null ? null : TimeSpan.FromTicks((frame.Nanoseconds - request.Nanoseconds) / 100);
        _sent = null;
        return new(frame, decoded.Error is null ? UtteranceKind.Reply : UtteranceKind.Refusal, decoded, request, request is null ? null : _question, after);
    }

    /// <summary>The bytes of an RTU frame in place of an ASCII one; all others as they are.</summary>
    internal static byte[] Binary(TrafficFrame frame)
    {
        if (frame.Protocol != FrameCutter.Ascii) return frame.Bytes;
        var content = new byte[RtuFrame.MaxLength];
        var length = AsciiFrame.Read(frame.Bytes, content);
        var rtu = new byte[length + 2];
        return rtu[..RtuFrame.Write(rtu, content[0], content.AsSpan(1, length - 1))];
    }

    private static DecodedFrame Decode(TrafficFrame frame, TrafficFrame? asked) => FrameDecoder.Decode(
        Binary(frame),
        frame.Protocol switch { FrameCutter.Ascii => FrameProtocol.ModbusRtu, FrameProtocol.Dlt645V2007 => null, var protocol => protocol },
        asked is null ? default : Binary(asked));

    private Utterance Request(TrafficFrame frame, DecodedFrame decoded)
    {
        (_asked, _question, _sent) = (frame, decoded, frame.IsSent ? frame : null);
        return new(frame, UtteranceKind.Request, decoded, null, null, null);
    }

    // What comes back first, and as it was sent; functions 05 and 06 are answered by the request's own bytes, so those are replies.
    private bool IsEcho(TrafficFrame frame) => _sent is { } sent && !frame.IsSent && _question?.Function is not (5 or 6)
        && frame.Bytes.AsSpan(Dlt645Frame.PreambleLength(frame.Bytes)).SequenceEqual(sent.Bytes.AsSpan(Dlt645Frame.PreambleLength(sent.Bytes)));

    private bool Answers(DecodedFrame reply) => _question is { } question && (reply.Unit is { } unit
        ? question.Unit == unit && question.Function == reply.Function
        : question.Address == reply.Address || question.Address?.Contains("AA", StringComparison.Ordinal) == true);
}
