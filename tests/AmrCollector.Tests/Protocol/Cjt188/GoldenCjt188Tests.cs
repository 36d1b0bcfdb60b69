using AmrCollector.Protocol;
using AmrCollector.Protocol.Cjt188;

namespace AmrCollector.Tests.Protocol.Cjt188;

/// <summary>Every frame of the collection: whole, cut, bytewise, behind noise, with every bit flipped.</summary>
public sealed class GoldenCjt188Tests
{
    public static TheoryData<string> Frames => [.. GoldenFrame.Load("cjt188.jsonl").Select(Core)];

    public static TheoryData<string> Replies => [.. GoldenFrame.Load("cjt188.jsonl").Where(frame => frame.IsReply).Select(Core)];

    public static TheoryData<string> Requests => [.. GoldenFrame.Load("cjt188.jsonl").Where(frame => !frame.IsReply).Select(Core)];

    [Theory]
    [MemberData(nameof(Frames))]
    public void Is_one_frame_when_whole_and_needs_more_at_every_cut(string hex)
    {
        var frame = Wire.Of(hex);
        Assert.Equal(FrameScan.Frame(frame.Length), Cjt188Frame.Scan(frame));
        for (var cut = 0; cut < frame.Length; cut++) Assert.Equal(FrameScan.NeedMore, Cjt188Frame.Scan(frame.AsSpan(0, cut)));
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void Answers_its_request_among_noise_and_one_byte_at_a_time(string hex)
    {
        var frame = Wire.Of(hex);
        var random = new Random(188);
        foreach (var matcher in MatchersOf(frame))
        {
            for (var cut = 0; cut < frame.Length; cut++) Assert.Equal(ReplyScan.NeedMore, matcher.Look(frame.AsSpan(0, cut)));
            Assert.Equal(ReplyScan.Ours(frame.Length), matcher.Look(frame));
            for (var round = 0; round < 60; round++)
            {
                var noise = new byte[random.Next(1, 60)];
                random.NextBytes(noise);
                if (round % 2 == 1) for (var i = 0; i < noise.Length; i++) if (random.Next(3) == 0) noise[i] = 0x68;
                Assert.Equal(frame, matcher.Run([.. noise, .. frame]).Reply);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void With_any_single_bit_or_byte_wrong_it_answers_nothing(string hex)
    {
        var frame = Wire.Of(hex);
        foreach (var matcher in MatchersOf(frame))
            for (var at = 0; at < frame.Length; at++)
                for (var wrong = 0; wrong < 256; wrong++)
                {
                    if (wrong == frame[at]) continue;
                    var damaged = (byte[])frame.Clone();
                    damaged[at] = (byte)wrong;
                    Assert.Null(matcher.Run(damaged).Reply);
                }
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_request_gives_its_matcher_and_its_kind(string hex)
    {
        var request = Wire.Of(hex);
        Assert.NotNull(Cjt188Request.TryMatcher([0xFE, 0xFE, .. request]));
        Assert.True(Cjt188Request.TryKind(request, out var changes));
        Assert.Equal(request[9] == 0x04, changes);
    }

    [Theory]
    [InlineData("68 10 AA AA AA AA AA AA AA 03 03 0A 81 02 B1 16")]
    public void Read_address_is_written_as_the_field_has_it(string hex)
    {
        var buffer = new byte[Cjt188Frame.MaxLength];
        Assert.Equal(Wire.Of(hex), buffer[..Cjt188Request.ReadAddress(buffer, Cjt188Address.ColdWater, 2, lowFirst: true)]);
    }

    [Theory]
    [InlineData("68 10 01 00 00 05 08 00 00 01 03 90 1F 00 39 16", "10:00000805000001", 0)]
    [InlineData("68 10 12 00 00 00 00 00 00 01 03 90 1F 00 3D 16", "12", 0)]
    [InlineData("68 48 04 03 02 01 00 00 00 01 03 90 1F 00 6D 16", "48:1020304", 0)]
    public void Read_is_written_as_the_field_has_it(string hex, string address, byte sequence)
    {
        Assert.True(Cjt188Address.TryParse(address, out var meter));
        var buffer = new byte[Cjt188Frame.MaxLength];
        Assert.Equal(Wire.Of(hex), buffer[..Cjt188Request.Read(buffer, meter, Cjt188Id.Metering, sequence)]);
    }

    [Theory]
    [InlineData("another meter", "68 10 02 00 00 05 08 00 00 81 03 90 1F 07 00 16")]
    [InlineData("another type", "68 11 01 00 00 05 08 00 00 81 03 90 1F 07 00 16")]
    [InlineData("another sequence", "68 10 01 00 00 05 08 00 00 81 03 90 1F 06 00 16")]
    [InlineData("another identifier", "68 10 01 00 00 05 08 00 00 81 03 81 0A 07 00 16")]
    [InlineData("a write", "68 10 01 00 00 05 08 00 00 84 03 90 1F 07 00 16")]
    [InlineData("the request", "68 10 01 00 00 05 08 00 00 01 03 90 1F 07 00 16")]
    [InlineData("a refusal of another sequence", "68 10 01 00 00 05 08 00 00 C1 03 06 00 00 00 16")]
    public void Sets_aside_every_good_frame_that_is_not_the_answer(string whose, string hex)
    {
        Assert.True(Cjt188Address.TryParse("10:00000805000001", out var meter));
        Cjt188ReplyMatcher matcher = new() { Asked = meter, Id = Cjt188Id.Metering, Sequence = 7 };
        Assert.True(matcher.Run(Dlt645.Dlt645CommandFrameTests.Sealed(hex)) is { Reply: null, Foreign: 1 }, whose);
        Assert.NotNull(matcher.Run(Dlt645.Dlt645CommandFrameTests.Sealed("68 10 01 00 00 05 08 00 00 81 03 1F 90 07 00 16")).Reply);
        Assert.NotNull(matcher.Run(Dlt645.Dlt645CommandFrameTests.Sealed("68 10 01 00 00 05 08 00 00 C1 03 07 04 00 00 16")).Reply);
    }

    [Theory]
    [InlineData("10:00201809230001", "10:00201809230001")]
    [InlineData("201809230001", "10:00201809230001")]
    [InlineData("20:aaAAaaAAaaAAaa", "20:AAAAAAAAAAAAAA")]
    [InlineData("1:12", null)]
    [InlineData("XX:12", null)]
    [InlineData("", null)]
    [InlineData("10:", null)]
    [InlineData("10:123456789012345", null)]
    [InlineData("10:12A4", null)]
    public void An_address_is_type_and_digits(string text, string? expected)
    {
        Assert.Equal(expected is not null, Cjt188Address.TryParse(text, out var address));
        if (expected is not null) Assert.Equal(expected, address.ToString());
    }

    private static string Core(GoldenFrame frame)
    {
        var bytes = frame.Bytes.AsSpan().TrimStart((byte)0xFE);
        return Convert.ToHexString(bytes[..Cjt188Frame.Scan(bytes).Length]);
    }

    // The request this reply answers, with its own address and with AA × 7.
    private static IEnumerable<Cjt188ReplyMatcher> MatchersOf(byte[] bytes)
    {
        Assert.True(Cjt188Frame.TryParse(bytes, out var frame));
        var (address, function, id, sequence) = (frame.Address, frame.Function, new Cjt188Id((ushort)((frame.Data[0] << 8) | frame.Data[1])), frame.Data[2]);
        return new[] { address, Cjt188Address.AnyMeter(address.Type) }
            .Select(asked => new Cjt188ReplyMatcher { Asked = asked, Function = function, Id = id, Sequence = sequence });
    }
}
