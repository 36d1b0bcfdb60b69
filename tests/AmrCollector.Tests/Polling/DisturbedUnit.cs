using AmrCollector.Lines;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Modbus;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling;

/// <summary>What a line does to the reply of one request.</summary>
public enum Disturbance
{
    None,
    Echo,
    LateReply,
    Dribble,
    Exception0B,
    OtherUnit,
    OtherTransaction,
    StrayByte,
    ExceptionForLongReply,
    ShortReply,
    SameReplyTwice,
    SameReplyTwiceLater,
    SameReplyTwiceMuchLater,
    LateException,
}

/// <summary>
/// Unit 5 on a line with a clock of its own: register n holds 1000 + n. The requests named are disturbed, all others answered after
/// 20 ms. Nothing sleeps: a receive moves the clock.
/// </summary>
internal sealed class DisturbedUnit(string road, TimeSpan timeout, Disturbance disturbance, params int[] disturbed) : ILine
{
    private const byte Unit = 5;
    private static readonly TimeSpan TurnRound = TimeSpan.FromMilliseconds(20);

    private readonly List<(long Due, byte[] Bytes)> _arriving = [];
    private int _requests;

    public ManualTime Time { get; } = new();

    public LineUri Uri { get; } = LineUri.TryParse(
        road switch
        {
            "mbap" or "mbap-no-id" => "modbus+tcp://unit:502" + (road == "mbap" ? "" : "?ignoreTransactionId=on"),
            "rtu" => "serial:/dev/unit?baud=9600&format=8N1",
            "ascii" => "serial:/dev/unit?baud=9600&format=7E1&framing=ascii",
            _ => "tcp://unit:4001",
        },
        out var uri, out var why) ? uri : throw new ArgumentException(why, nameof(road));

    public bool IsOpen => true;

    public ValueTask OpenAsync(CancellationToken cancellationToken) => default;

    public ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        _arriving.RemoveAll(arrival => arrival.Due <= Time.GetTimestamp());
        return default;
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var answer = Answer(bytes.Span);
        if (disturbed.Contains(_requests++)) Disturb(bytes.ToArray(), answer);
        else Say(TurnRound, answer);
        _arriving.Sort((a, b) => a.Due.CompareTo(b.Due));
        return default;
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken)
    {
        var now = Time.GetTimestamp();
        if (_arriving.Count == 0 || _arriving[0].Due > deadline)
        {
            Time.Advance(TimeSpan.FromTicks(Math.Max(0, deadline - now)));
            return new(0);
        }

        var (due, bytes) = _arriving[0];
        _arriving.RemoveAt(0);
        Time.Advance(TimeSpan.FromTicks(Math.Max(0, due - now)));
        bytes.CopyTo(buffer);
        return new(bytes.Length);
    }

    public ValueTask DisposeAsync() => default;

    private void Disturb(byte[] request, byte[] answer)
    {
        switch (disturbance)
        {
            case Disturbance.Echo:
                Say(TimeSpan.Zero, request);
                Say(TurnRound, answer);
                break;
            case Disturbance.LateReply:
                Say(timeout * 3, answer);
                break;
            case Disturbance.LateException:
                Say(timeout * 3, Framed(request, Unit, [0x83, 0x02]));
                break;
            case Disturbance.Dribble:
                for (var i = 0; i < answer.Length; i++) Say(TurnRound + TimeSpan.FromMilliseconds(6 * i), answer[i..(i + 1)]);
                break;
            case Disturbance.Exception0B:
                Say(TurnRound, Framed(request, Unit, [0x83, 0x0B]));
                break;
            case Disturbance.OtherUnit:
                Say(TurnRound, Framed(request, Unit + 1, Pdu(request, offset: 7777)));
                Say(2 * TurnRound, answer);
                break;
            case Disturbance.OtherTransaction:
                Say(TurnRound, road == "mbap" ? [0xAB, 0xCD, .. Framed(request, Unit, Pdu(request, offset: 7777))[2..]] : answer);
                if (road == "mbap") Say(2 * TurnRound, answer);
                break;
            case Disturbance.StrayByte:
                Say(TurnRound, [0x00, .. answer]);
                break;
            case Disturbance.ExceptionForLongReply:
                Say(TurnRound, Framed(request, Unit, [0x83, 0x02]));
                break;
            case Disturbance.ShortReply:
                Say(TurnRound, Framed(request, Unit, [3, 2, 0x1E, 0x61]));
                break;
            default:
                Say(TurnRound, answer);
                Say(disturbance switch { Disturbance.SameReplyTwice => TurnRound, Disturbance.SameReplyTwiceLater => TurnRound * 1.5, _ => TurnRound * 4.5 }, answer);
                break;
        }
    }

    private void Say(TimeSpan after, byte[] bytes) => _arriving.Add((Time.After(after), bytes));

    private byte[] Answer(ReadOnlySpan<byte> request) => Framed(request, Unit, Pdu(request, offset: 0));

    private byte[] Pdu(ReadOnlySpan<byte> request, int offset)
    {
        var content = new byte[AsciiFrame.MaxContent];
        if (road == "ascii") AsciiFrame.Read(request, content);
        else request[(road.StartsWith("mbap", StringComparison.Ordinal) ? 6 : 0)..].CopyTo(content);
        var (start, count) = ((content[2] << 8) | content[3], content[5]);
        var pdu = new byte[2 + (2 * count)];
        (pdu[0], pdu[1]) = (3, (byte)(2 * count));
        for (var i = 0; i < count; i++) (pdu[2 + (2 * i)], pdu[3 + (2 * i)]) = ((byte)((1000 + offset + start + i) >> 8), (byte)(1000 + offset + start + i));
        return pdu;
    }

    private byte[] Framed(ReadOnlySpan<byte> request, int unit, byte[] pdu)
    {
        var frame = new byte[600];
        return frame[..(road switch
        {
            "ascii" => AsciiFrame.Write(frame, (byte)unit, pdu),
            "mbap" => MbapFrame.Write(frame, (ushort)((request[0] << 8) | request[1]), (byte)unit, pdu),
            "mbap-no-id" => MbapFrame.Write(frame, 1, (byte)unit, pdu),
            _ => RtuFrame.Write(frame, (byte)unit, pdu),
        })];
    }
}
