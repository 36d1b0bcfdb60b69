using AmrCollector.Protocol;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Tests.Protocol.Modbus;

/// <summary>Every function in all three wrappings: what answers it, and what does not.</summary>
public sealed class ModbusAttributionTests
{
    private const byte Unit = 17;

    public static TheoryData<string, string> Framings
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (var framing in (string[])["rtu", "ascii", "mbap"])
                foreach (var (name, _, _) in ModbusPairs.All) data.Add(framing, name);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Framings))]
    public void A_reply_is_found_whole_and_needs_more_at_every_cut(string framing, string name)
    {
        var (matcher, _, reply) = Pair(framing, name);
        for (var cut = 0; cut < reply.Length; cut++) Assert.Equal(ReplyScan.NeedMore, matcher.Look(reply.AsSpan(0, cut)));
        Assert.Equal(ReplyScan.Ours(reply.Length), matcher.Look(reply));
    }

    [Theory]
    [MemberData(nameof(Framings))]
    public void The_echo_of_a_request_is_set_aside_unless_the_reply_repeats_it(string framing, string name)
    {
        var (matcher, request, reply) = Pair(framing, name);
        var found = matcher.Run([.. request, .. reply]);
        var repeats = request.AsSpan().SequenceEqual(reply);
        Assert.Equal(reply, found.Reply);
        Assert.Equal((repeats ? 0 : 1, 0), (found.Foreign, found.Noise));
    }

    [Theory]
    [MemberData(nameof(Framings))]
    public void A_changed_bit_never_makes_another_reply(string framing, string name)
    {
        if (framing == "mbap") return;
        var (matcher, _, reply) = Pair(framing, name);
        for (var bit = 0; bit < reply.Length * 8; bit++)
        {
            // ASCII: bit 7 may be a parity bit, and both cases of a digit mean the same.
            var flipped = (byte[])reply.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            var found = matcher.Run(flipped).Reply;
            if (found is not null) Assert.Equal(Content(framing, reply), Content(framing, found));
            if (framing == "rtu") Assert.Null(found);
        }
    }

    [Theory]
    [MemberData(nameof(Framings))]
    public void Every_exception_is_ours_and_has_a_meaning_in_both_languages(string framing, string name)
    {
        var (matcher, _, _) = Pair(framing, name);
        var function = Wire.Of(Row(name).Request)[0];
        for (byte code = 1; code <= 0x0B; code++)
        {
            var frame = Framed(framing, Unit, [(byte)(function | 0x80), code]);
            Assert.Equal(frame, matcher.Run(frame).Reply);
            if (code == 9) continue;
            Assert.DoesNotContain("exception", ModbusException.English(code), StringComparison.Ordinal);
            Assert.DoesNotContain("异常", ModbusException.Chinese(code), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Framings))]
    public void No_reply_to_another_function_or_of_another_unit_answers(string framing, string name)
    {
        var (matcher, _, reply) = Pair(framing, name);
        var function = Wire.Of(Row(name).Request)[0];
        foreach (var (other, _, otherReply) in ModbusPairs.All)
        {
            if (Wire.Of(otherReply)[0] == function) continue;
            var frame = Framed(framing, Unit, Wire.Of(otherReply));
            Assert.True(matcher.Run([.. frame, .. reply]).Reply is { } found && found.SequenceEqual(reply), other);
            Assert.True(matcher.Run(frame).Reply is null, other);
        }

        Assert.Null(matcher.Run(Framed(framing, Unit + 1, Wire.Of(Row(name).Reply))).Reply);
        Assert.Null(matcher.Run(Framed(framing, Unit, [(byte)((function ^ 1) | 0x80), 2])).Reply);
    }

    [Theory]
    [InlineData("01 00 13 00 13", "01 02 CD 6B")]
    [InlineData("03 00 6B 00 03", "03 04 02 2B 00 00")]
    [InlineData("04 00 08 00 01", "04 04 00 0A 00 0B")]
    [InlineData("05 00 AC FF 00", "05 00 AC 00 00")]
    [InlineData("05 00 AC FF 00", "05 00 AD FF 00")]
    [InlineData("06 00 01 00 03", "06 00 01 00 04")]
    [InlineData("08 00 00 A5 37", "08 00 00 A5 38")]
    [InlineData("0F 00 13 00 0A 02 CD 01", "0F 00 13 00 0B")]
    [InlineData("10 00 01 00 02 04 00 0A 01 02", "10 00 02 00 02")]
    [InlineData("16 00 04 00 F2 00 25", "16 00 04 00 F2 00 24")]
    [InlineData("17 00 03 00 06 00 0E 00 03 06 00 FF 00 FF 00 FF", "17 0A 00 FE 0A CD 00 01 00 03 00 0D")]
    [InlineData("14 0E 06 00 04 00 01 00 02 06 00 03 00 09 00 02", "14 0A 05 06 0D FE 00 20 03 06 33 CD")]
    [InlineData("14 07 06 00 04 00 01 00 02", "14 06 05 07 0D FE 00 20")]
    [InlineData("2B 0E 01 00", "2B 0E 02 01 00 00 01 00 03 41 42 42")]
    [InlineData("2B 0E 01 00", "2B 0D 01 01 00 00 01 00 03 41 42 42")]
    [InlineData("2B 0E 04 02", "2B 0E 04 81 00 00 01 01 04 56 31 2E 30")]
    [InlineData("2B 0E 01 02", "2B 0E 01 01 00 00 01 00 03 41 42 42")]
    public void A_reply_with_another_echo_count_or_object_does_not_answer(string request, string reply)
    {
        var (asked, answered) = (Wire.Of(request), Wire.Of(reply));
        Assert.False(ModbusAnswer.Holds(asked, answered));
        foreach (var framing in (string[])["rtu", "ascii", "mbap"])
            Assert.Null(Matcher(framing, asked).Run(Framed(framing, Unit, answered)).Reply);
    }

    [Fact]
    public void Looking_for_any_of_them_allocates_nothing()
    {
        var all = Framings.Select(row => Pair((string)row[0], (string)row[1])).ToArray();
        foreach (var (matcher, _, reply) in all) matcher.Look(reply);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var ours = 0;
        for (var round = 0; round < 200; round++)
            foreach (var (matcher, _, reply) in all)
                if (matcher.Look(reply).Verdict == ReplyVerdict.Ours) ours++;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(200 * all.Length, ours);
    }

    private static (IReplyMatcher Matcher, byte[] Request, byte[] Reply) Pair(string framing, string name)
    {
        var row = Row(name);
        var request = Wire.Of(row.Request);
        return (Matcher(framing, request), Framed(framing, Unit, request), Framed(framing, Unit, Wire.Of(row.Reply)));
    }

    private static (string Name, string Request, string Reply) Row(string name) => ModbusPairs.All.Single(row => row.Name == name);

    private static IReplyMatcher Matcher(string framing, byte[] request) => framing switch
    {
        "rtu" => new RtuReplyMatcher(Unit, request),
        "ascii" => new AsciiReplyMatcher(Unit, request),
        _ => new MbapReplyMatcher(Unit, request, 7),
    };

    private static byte[] Framed(string framing, int unit, byte[] pdu)
    {
        var frame = new byte[600];
        return frame[..(framing switch
        {
            "rtu" => RtuFrame.Write(frame, (byte)unit, pdu),
            "ascii" => AsciiFrame.Write(frame, (byte)unit, pdu),
            _ => MbapFrame.Write(frame, 7, (byte)unit, pdu),
        })];
    }

    private static byte[] Content(string framing, byte[] frame)
    {
        if (framing != "ascii") return frame;
        var content = new byte[AsciiFrame.MaxContent];
        return content[..AsciiFrame.Read(frame, content)];
    }
}
