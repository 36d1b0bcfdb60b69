using AmrCollector.Protocol;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Tests.Protocol.Modbus;

/// <summary>Every good Modbus frame of the collection, the same five ways.</summary>
public sealed class GoldenModbusTests
{
    public static TheoryData<string, string> RtuReplies => Replies("modbus-rtu");

    public static TheoryData<string, string> TcpReplies => Replies("modbus-tcp");

    public static TheoryData<string> RtuRequests =>
        [.. All.Where(frame => frame is { Valid: true, IsReply: false, Protocol: "modbus-rtu" }).Select(frame => frame.Hex)];

    private static IReadOnlyList<GoldenFrame> All => GoldenFrame.Load("modbus.jsonl");

    [Theory]
    [MemberData(nameof(RtuReplies))]
    public void An_rtu_reply_is_found_whole_and_needs_more_at_every_cut(string hex, string request)
    {
        var (frame, matcher) = (Wire.Of(hex), Rtu(request));
        for (var cut = 0; cut < frame.Length; cut++) Assert.Equal(ReplyScan.NeedMore, matcher.Look(frame.AsSpan(0, cut)));
        Assert.Equal(ReplyScan.Ours(frame.Length), matcher.Look(frame));
    }

    [Theory]
    [MemberData(nameof(RtuReplies))]
    public void An_rtu_reply_is_found_behind_noise_at_once(string hex, string request)
    {
        var (frame, matcher, random) = (Wire.Of(hex), Rtu(request), new Random(485));
        for (var round = 0; round < 200; round++)
        {
            var noise = new byte[random.Next(1, 40)];
            random.NextBytes(noise);
            if (round % 2 == 1) for (var i = 0; i < noise.Length; i++) noise[i] = frame[random.Next(3)];
            Assert.Equal(frame, matcher.Run([.. noise, .. frame]).Reply ?? matcher.Run([.. noise, .. frame, .. frame]).Reply);
        }
    }

    [Theory]
    [MemberData(nameof(RtuReplies))]
    public void An_rtu_reply_with_any_single_bit_wrong_answers_nothing(string hex, string request)
    {
        var (frame, matcher) = (Wire.Of(hex), Rtu(request));
        for (var bit = 0; bit < frame.Length * 8; bit++)
        {
            var flipped = (byte[])frame.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(matcher.Run(flipped).Reply);
        }
    }

    [Theory]
    [MemberData(nameof(RtuRequests))]
    public void A_request_is_found_whole_needs_more_at_every_cut_and_never_with_a_bit_wrong(string hex)
    {
        var frame = Wire.Of(hex);
        for (var cut = 0; cut < frame.Length; cut++) Assert.Equal(FrameScan.NeedMore, RtuFrame.ScanRequest(frame.AsSpan(0, cut)));
        Assert.Equal(FrameScan.Frame(frame.Length), RtuFrame.ScanRequest(frame));
        for (var bit = 0; bit < frame.Length * 8; bit++)
        {
            var flipped = (byte[])frame.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(ScanVerdict.Frame, RtuFrame.ScanRequest(flipped).Verdict);
        }
    }

    // MBAP has no checksum, TCP has: a changed header is refused, changed data is TCP's to find.
    [Theory]
    [MemberData(nameof(TcpReplies))]
    public void A_tcp_reply_is_found_whole_and_with_any_header_bit_wrong_answers_nothing(string hex, string request)
    {
        var (frame, ask) = (Wire.Of(hex), Wire.Of(request));
        var matcher = new MbapReplyMatcher(Request(ask.AsSpan(6)), (ushort)((ask[0] << 8) | ask[1]));
        for (var cut = 0; cut < frame.Length; cut++) Assert.Equal(ReplyScan.NeedMore, matcher.Look(frame.AsSpan(0, cut)));
        Assert.Equal(ReplyScan.Ours(frame.Length), matcher.Look(frame));
        for (var bit = 0; bit < 9 * 8; bit++)
        {
            var flipped = (byte[])frame.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            var isCode = bit / 8 == 8 && (frame[7] & 0x80) != 0;
            if (!isCode) Assert.Null(matcher.Run(flipped).Reply);
        }
    }

    private static TheoryData<string, string> Replies(string protocol)
    {
        TheoryData<string, string> data = [];
        foreach (var frame in All.Where(frame => frame.Valid && frame.IsReply && frame.Protocol == protocol)) data.Add(frame.Hex, frame.Reply_to!);
        return data;
    }

    private static RtuReplyMatcher Rtu(string request) => new(Request(Wire.Of(request)));

    private static ReadRegisters Request(ReadOnlySpan<byte> ask) =>
        new(ask[0], (ModbusTable)ask[1], (ushort)((ask[2] << 8) | ask[3]), ask[5]);
}
