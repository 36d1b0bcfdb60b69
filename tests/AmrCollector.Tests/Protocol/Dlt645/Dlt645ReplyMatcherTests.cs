using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Tests.Protocol.Dlt645;

public sealed class Dlt645ReplyMatcherTests
{
    private const string Ask = "68 12 90 78 56 34 12 68 11 04 33 33 34 33 68 16";
    private const string Reply = "68 12 90 78 56 34 12 68 91 08 33 33 34 33 AB 89 67 45 CC 16";
    private const string Refusal = "68 12 90 78 56 34 12 68 D1 01 35 8D 16";

    [Theory]
    [InlineData(Reply, 0, 0, 0)]
    [InlineData("FE FE FE FE " + Reply, 0, 0, 4)]
    [InlineData(Ask + Reply, 0, 1, 0)]
    [InlineData("00 FF FE FE " + Reply, 2, 0, 2)]
    [InlineData("68 " + Reply, 1, 0, 0)]
    [InlineData("FE FE AA AA " + Reply, 2, 0, 2)]
    [InlineData("68 11 22 33 44 55 66 68 91 FF " + Reply, 10, 0, 0)]
    [InlineData(Reply + "FF", 0, 0, 0)]
    [InlineData(Refusal, 0, 0, 0)]
    public void Finds_the_reply_among_noise_echo_and_false_starts(string received, int noise, int foreign, int preamble)
    {
        var found = Matcher("123456789012").Run(Wire.Of(received));
        Assert.NotNull(found.Reply);
        Assert.Equal((noise, foreign, preamble), (found.Noise, found.Foreign, found.Preamble));
    }

    [Theory]
    [InlineData("another meter's", "68 13 90 78 56 34 12 68 91 08 33 33 34 33 AB 89 67 45 CD 16")]
    [InlineData("another identifier's", "68 12 90 78 56 34 12 68 91 08 33 33 35 33 AB 89 67 45 CD 16")]
    [InlineData("a write's", "68 12 90 78 56 34 12 68 94 00 1A 16")]
    [InlineData("the request itself", Ask)]
    [InlineData("a normal reply of one byte", "68 12 90 78 56 34 12 68 91 01 35 4D 16")]
    [InlineData("AA..AA without having asked so", "68 AA AA AA AA AA AA 68 91 08 33 33 34 33 AB 89 67 45 12 16")]
    public void Sets_aside_every_good_frame_that_is_not_the_answer(string whose, string received)
    {
        var bytes = Wire.Of(received);
        bytes[^2] = (byte)bytes[..^2].Sum(b => b);
        var found = Matcher("123456789012").Run(bytes);
        Assert.True(found is { Reply: null, Foreign: 1, Noise: 0 }, whose);
    }

    [Theory]
    [InlineData("AAAAAAAAAAAA", "123456789012", true)]
    [InlineData("AA3456789012", "123456789012", true)]
    [InlineData("AA3456789012", "123456789013", false)]
    [InlineData("AAAAAAAAAAAA", "AAAAAAAAAAAA", true)]
    [InlineData("AA3456789012", "AAAAAAAAAAAA", true)]
    [InlineData("123456789012", "AAAAAAAAAAAA", false)]
    [InlineData("999999999999", "123456789012", false)]
    public void A_wildcard_takes_a_matching_address_or_AA(string asked, string answers, bool ours)
    {
        Assert.True(Dlt645Address.TryParse(answers, out var own));
        Span<byte> reply = stackalloc byte[Dlt645Frame.MaxLength];
        var length = Dlt645Frame.Write(reply, own, 0x91, [0, 0, 1, 0, 1, 0, 0, 0]);
        Assert.Equal(ours, Matcher(asked).Run(reply[..length]).Reply is not null);
    }

    [Fact]
    public void A_reply_without_data_means_no_data_and_is_ours() =>
        Assert.NotNull(Matcher("260305510009").Run(Wire.Of("68 09 00 51 05 03 26 68 91 00 E9 16")).Reply);

    [Fact]
    public void A_follow_up_part_must_carry_the_sequence_asked()
    {
        Assert.True(Dlt645Address.TryParse("123456789012", out var meter));
        var part = Wire.Of("68 12 90 78 56 34 12 68 92 06 34 35 63 36 33 34 87 16");
        Assert.NotNull(new Dlt645ReplyMatcher(meter, Dlt645Function.ReadNext, new(0x03300201), sequence: 1).Run(part).Reply);
        Assert.Equal(1, new Dlt645ReplyMatcher(meter, Dlt645Function.ReadNext, new(0x03300201), sequence: 2).Run(part).Foreign);
    }

    [Fact]
    public void Read_address_is_answered_by_a_meter_that_names_itself_twice()
    {
        var matcher = new Dlt645ReplyMatcher { Asked = Dlt645Address.AnyMeter, Function = Dlt645Function.ReadAddress, IdLength = 0 };
        Assert.NotNull(matcher.Run(Wire.Of("68 12 90 78 56 34 12 68 93 06 45 C3 AB 89 67 45 07 16")).Reply);
        Assert.Equal(1, matcher.Run(Wire.Of("68 12 90 78 56 34 12 68 93 06 46 C3 AB 89 67 45 08 16")).Foreign);
    }

    private static Dlt645ReplyMatcher Matcher(string asked)
    {
        Assert.True(Dlt645Address.TryParse(asked, out var address));
        return new(address, Dlt645Function.Read, new(0x00010000));
    }
}
