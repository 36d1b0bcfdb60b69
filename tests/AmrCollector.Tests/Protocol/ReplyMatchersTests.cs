using AmrCollector.Protocol;
using AmrCollector.Protocol.Modbus;
using AmrCollector.Tests.Protocol.Modbus;

namespace AmrCollector.Tests.Protocol;

public sealed class ReplyMatchersTests
{
    [Fact]
    public void Every_modbus_request_gives_a_matcher_that_takes_its_reply_and_no_other()
    {
        foreach (var (name, request, reply) in ModbusPairs.All)
        {
            var frame = new byte[600];
            foreach (var form in (RequestForm[])[RequestForm.Rtu, RequestForm.Ascii, RequestForm.Mbap])
            {
                var asked = frame[..Write(form, frame, Wire.Of(request))];
                var answered = frame[..Write(form, frame, Wire.Of(reply))];
                Assert.Equal(form, RequestKind.Of(asked, form == RequestForm.Mbap).Form);
                var matcher = ReplyMatchers.For(asked, form == RequestForm.Mbap);
                Assert.True(matcher?.Run(answered).Reply is { } found && found.SequenceEqual(answered), $"{name} {form}");
            }
        }
    }

    [Fact]
    public void A_write_is_told_from_a_read()
    {
        byte[] writes = [0x05, 0x06, 0x0F, 0x10, 0x16, 0x17];
        foreach (var (name, request, _) in ModbusPairs.All)
        {
            var frame = new byte[300];
            var pdu = Wire.Of(request);
            var kind = RequestKind.Of(frame.AsSpan(0, RtuFrame.Write(frame, 5, pdu)), isMbap: false);
            Assert.True(kind.IsWrite == writes.Contains(pdu[0]), name);
            Assert.False(kind.IsBroadcast);
        }

        var all = new byte[8];
        RtuFrame.Write(all, 0, [6, 0, 1, 0, 3]);
        Assert.Equal(new(RequestForm.Rtu, IsWrite: true, IsBroadcast: true), RequestKind.Of(all, isMbap: false));
        Assert.Null(ReplyMatchers.For(all, isMbap: false));
    }

    [Theory]
    [InlineData("68 01 00 00 00 00 00 68 11 04 33 33 34 33 B3 16", "68 01 00 00 00 00 00 68 91 08 33 33 34 33 78 56 34 45 7E 16", false)]
    [InlineData("FE FE 68 01 00 00 00 00 00 68 11 04 33 33 34 33 B3 16", "68 01 00 00 00 00 00 68 D1 01 35 D8 16", false)]
    [InlineData("68 AA AA AA AA AA AA 68 13 00 DF 16", "68 01 00 00 00 00 00 68 93 06 34 33 33 33 33 33 9D 16", false)]
    [InlineData("68 01 00 00 00 00 00 68 01 02 43 C3 DA 16", "68 01 00 00 00 00 00 68 81 06 43 C3 55 45 33 33 5E 16", false)]
    public void A_dlt645_request_finds_its_reply(string request, string reply, bool isWrite)
    {
        Assert.Equal(new(RequestForm.Dlt645, isWrite, false), RequestKind.Of(Wire.Of(request), isMbap: false));
        Assert.NotNull(ReplyMatchers.For(Wire.Of(request), isMbap: false)!.Run(Wire.Of(reply)).Reply);
    }

    [Theory]
    [InlineData("68 01 00 00 00 00 00 68 1C 00 ED 16", false)]
    [InlineData("68 01 00 00 00 00 00 68 14 00 E5 16", false)]
    [InlineData("68 99 99 99 99 99 99 68 08 00 6E 16", true)]
    public void A_dlt645_command_is_a_write(string request, bool isBroadcast) =>
        Assert.Equal(new(RequestForm.Dlt645, true, isBroadcast), RequestKind.Of(Wire.Of(request), isMbap: false));

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("01 03 00 00 00 03 C4 0C")]
    [InlineData("FF FF FF FF FF FF")]
    [InlineData("3A 30 31")]
    public void What_is_no_request_counts_as_a_write_and_is_waited_for_by_nothing(string bytes)
    {
        Assert.Equal(new(RequestForm.Unknown, true, false), RequestKind.Of(Wire.Of(bytes), isMbap: false));
        Assert.Null(ReplyMatchers.For(Wire.Of(bytes), isMbap: false));
        Assert.Null(ReplyMatchers.For(Wire.Of(bytes), isMbap: true));
    }

    private static int Write(RequestForm form, byte[] frame, byte[] pdu) => form switch
    {
        RequestForm.Rtu => RtuFrame.Write(frame, 5, pdu),
        RequestForm.Ascii => AsciiFrame.Write(frame, 5, pdu),
        _ => MbapFrame.Write(frame, 9, 5, pdu),
    };
}
