using System.Text;
using AmrCollector.Lines.DialIn;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Lines.DialIn;

public sealed class HeartbeatCutTests
{
    private static readonly byte[] Question645 = Hex.Of("FE FE FE FE 68 01 00 00 00 00 00 68 11 04 33 33 34 33 B3 16");
    private static readonly byte[] Reply645 = Hex.Of("FE FE 68 01 00 00 00 00 00 68 91 08 33 33 34 33 FE FE FE FE 00 16");
    private static readonly byte[] QuestionRtu = Hex.Of("01 03 00 00 00 02 C4 0B");
    private static readonly byte[] ReplyRtu = Hex.Of("01 03 04 01 01 FE 00 00 00");

    [Theory]
    [InlineData("beat", "beat|beat|+", "+")]
    [InlineData("beat", "beatbeat+", "+")]
    [InlineData("beat", "be|at+", "+")]
    [InlineData("beat", "be|+", "be+")]
    [InlineData("be|beat", "beatbe+", "+")]
    public void What_stands_before_a_reply_is_taken(string heartbeats, string pieces, string left)
    {
        HeartbeatCut cut = new([.. heartbeats.Split('|').Select(text => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes(text))]);
        cut.Expect(Question645);
        List<byte> heard = [];
        foreach (var piece in pieces.Split('|')) heard.AddRange(cut.Take(Bytes(piece)));
        Assert.Equal(Hex.Show(Bytes(left)), Hex.Show([.. heard]));
    }

    [Fact]
    public void One_that_may_be_the_first_byte_of_the_reply_stays()
    {
        HeartbeatCut cut = new([Hex.Of("01")]);
        cut.Expect(QuestionRtu);
        Assert.Equal(Hex.Show(ReplyRtu), Hex.Show(cut.Take(ReplyRtu)));
        cut.Expect(Question645);
        Assert.Equal("68 16", Hex.Show(cut.Take(Hex.Of("01 01 68 16"))));
    }

    [Fact]
    public void What_was_kept_back_comes_when_nothing_more_does()
    {
        HeartbeatCut cut = new([Hex.Of("AA BB CC DD")]);
        cut.Expect(Question645);
        Assert.True(cut.Take(Hex.Of("AA BB")).IsEmpty);
        Assert.Equal(2, cut.Held);
        Assert.Equal("AA BB", Hex.Show(cut.Release()));
        Assert.Equal(0, cut.Held);
    }

    [Fact]
    public void A_long_one_alone_between_two_pieces_of_a_reply_is_taken_a_short_one_stays()
    {
        HeartbeatCut cut = new([Hex.Of("50 49 4E 47"), Hex.Of("FE")]);
        cut.Expect(Question645);
        Assert.Equal("68 01", Hex.Show(cut.Take(Hex.Of("68 01"))));
        Assert.True(cut.Take(Hex.Of("50 49 4E 47 50 49 4E 47")).IsEmpty);
        Assert.Equal("FE", Hex.Show(cut.Take(Hex.Of("FE"))));
        Assert.Equal("50 49 4E 47 16", Hex.Show(cut.Take(Hex.Of("50 49 4E 47 16"))));
    }

    [Theory]
    [InlineData("FE", true)]
    [InlineData("FE", false)]
    [InlineData("00", false)]
    [InlineData("01", false)]
    [InlineData("FE FE FE FE", true)]
    [InlineData("01 03", false)]
    [InlineData("48 42", true)]
    public void However_a_reply_is_cut_into_pieces_no_byte_of_its_frame_is_taken(string heartbeat, bool is645)
    {
        var (question, reply) = is645 ? (Question645, Reply645) : (QuestionRtu, ReplyRtu);
        var frame = is645 ? reply[2..] : reply;
        Random random = new(4);
        for (var round = 0; round < 5_000; round++)
        {
            HeartbeatCut cut = new([Hex.Of(heartbeat)]);
            cut.Expect(question);
            List<byte> heard = [];
            for (var at = 0; at < reply.Length;)
            {
                var length = Math.Min(reply.Length - at, 1 + random.Next(6));
                // The one coincidence that is accepted: data that is a heartbeat of four bytes, alone in its piece.
                if (heartbeat.Length > 8 && at > 2 && reply.AsSpan(at, length).IndexOfAnyExcept((byte)0xFE) < 0) length = Math.Min(reply.Length - at, 6);
                heard.AddRange(cut.Take(reply.AsSpan(at, length)));
                at += length;
            }

            heard.AddRange(cut.Release());
            Assert.True(heard.ToArray().AsSpan().EndsWith(frame), $"{Hex.Show([.. heard])} of {Hex.Show(reply)}");
        }
    }

    private static byte[] Bytes(string text) => Encoding.ASCII.GetBytes(text.Replace("+", "\x68\x01\x16", StringComparison.Ordinal));
}
