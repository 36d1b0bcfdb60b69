using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Tests.Protocol.Dlt645;

/// <summary>Every good frame of the collection: whole, cut, bytewise, behind noise, with every bit flipped.</summary>
public sealed class GoldenDlt645Tests
{
    public static TheoryData<string> Frames => [.. Good.Select(Core)];

    public static TheoryData<string> Replies => [.. Good.Where(frame => frame.IsReply).Select(Core)];

    private static IEnumerable<GoldenFrame> Good => GoldenFrame.Load("dlt645.jsonl").Where(frame => frame.Valid);

    [Fact]
    public void The_collection_is_there() => Assert.Equal((106, 98), (GoldenFrame.Load("dlt645.jsonl").Count, Good.Count()));

    [Theory]
    [MemberData(nameof(Frames))]
    public void Is_one_frame_when_whole_and_needs_more_at_every_cut(string hex)
    {
        var frame = Wire.Of(hex);
        Assert.Equal(FrameScan.Frame(frame.Length), Dlt645Frame.Scan(frame));
        for (var cut = 0; cut < frame.Length; cut++) Assert.Equal(FrameScan.NeedMore, Dlt645Frame.Scan(frame.AsSpan(0, cut)));
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void Answers_its_request_one_byte_at_a_time(string hex)
    {
        var frame = Wire.Of(hex);
        foreach (var matcher in MatchersOf(frame))
        {
            for (var cut = 0; cut < frame.Length; cut++) Assert.Equal(ReplyScan.NeedMore, matcher.Look(frame.AsSpan(0, cut)));
            Assert.Equal(ReplyScan.Ours(frame.Length), matcher.Look(frame));
        }
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void Is_found_behind_noise_at_once(string hex)
    {
        var frame = Wire.Of(hex);
        var random = new Random(645);
        for (var round = 0; round < 60; round++)
        {
            var noise = new byte[random.Next(1, 80)];
            random.NextBytes(noise);
            if (round % 3 == 1) for (var i = 0; i < noise.Length; i++) if (random.Next(3) == 0) noise[i] = 0x68;
            if (round % 3 == 2) Array.Fill(noise, (byte)0x68);
            foreach (var matcher in MatchersOf(frame))
            {
                var found = matcher.Run([.. noise, .. frame]);
                Assert.Equal(frame, found.Reply);
                Assert.Equal(noise.Length + frame.Length, found.Consumed);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void With_any_single_bit_wrong_it_answers_nothing(string hex)
    {
        var frame = Wire.Of(hex);
        foreach (var flipped in SingleBitErrors(frame))
            foreach (var matcher in MatchersOf(frame)) Assert.Null(matcher.Run(flipped).Reply);
    }

    // A meter must not act on a damaged request either; its scan is all it has.
    [Theory]
    [MemberData(nameof(Frames))]
    public void With_any_single_bit_wrong_it_is_no_frame(string hex)
    {
        foreach (var flipped in SingleBitErrors(Wire.Of(hex)))
            for (var at = 0; at < flipped.Length; at++) Assert.NotEqual(ScanVerdict.Frame, Dlt645Frame.Scan(flipped.AsSpan(at)).Verdict);
    }

    private static string Core(GoldenFrame frame)
    {
        var bytes = frame.Bytes.AsSpan(Dlt645Frame.PreambleLength(frame.Bytes));
        return Convert.ToHexString(bytes[..Dlt645Frame.Scan(bytes).Length]);
    }

    // The request this reply answers, with its own address and with the weakest attribution there is: AA..AA.
    private static IEnumerable<Dlt645ReplyMatcher> MatchersOf(byte[] bytes)
    {
        Assert.True(Dlt645Frame.TryParse(bytes, out var frame));
        Span<byte> plain = stackalloc byte[Dlt645Frame.MaxData];
        var length = frame.CopyData(plain);
        var (address, function) = (frame.Address, frame.Function);
        var idLength = function switch { Dlt645Function.Read => 4, Dlt645Function.Read97 => 2, _ => 0 };
        var id = !frame.IsRefusal && length >= idLength && idLength > 0
            ? new DataId(idLength == 4 ? DataId.FromWire(plain).Value : (uint)(plain[0] | (plain[1] << 8)))
            : default;
        if (frame.Control == 0xC5) return []; // a vendor's three-byte refusal answers no request of ours
        return new[] { address, Dlt645Address.AnyMeter }.Select(asked => new Dlt645ReplyMatcher(asked, function, id) { IdLength = idLength });
    }

    private static IEnumerable<byte[]> SingleBitErrors(byte[] frame)
    {
        for (var bit = 0; bit < frame.Length * 8; bit++)
        {
            var flipped = (byte[])frame.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return flipped;
        }
    }
}
