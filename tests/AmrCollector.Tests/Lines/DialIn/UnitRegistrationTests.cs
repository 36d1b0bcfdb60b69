using System.Text;
using AmrCollector.Lines.DialIn;
using AmrCollector.Protocol;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Lines.DialIn;

public sealed class UnitRegistrationTests
{
    private const string Text = @"^AMR-\d{6}$";

    [Theory]
    [InlineData("AMR-000031", 0, 10)]
    [InlineData("AMR-000031\r\n", 0, 10)]
    [InlineData("\r\nAMR-000031\0", 2, 12)]
    [InlineData("AMR-000031AMR-000031", 0, 10)]
    [InlineData("AMR-000031h\x01\x02", 0, 10)]
    [InlineData("xx\x01" + "AMR-000031", 3, 13)]
    public void A_text_packet_is_found_whatever_is_glued_to_it(string sent, int start, int end)
    {
        var found = Of(Text).Scan(Encoding.ASCII.GetBytes(sent));
        Assert.Equal(("AMR-000031", start, end, false), (found.Id, found.Start, found.End, found.MayGoOn));
    }

    [Fact]
    public void Half_a_packet_is_waited_for_at_every_cut()
    {
        var packet = Encoding.ASCII.GetBytes("AMR-000031");
        for (var cut = 0; cut < packet.Length; cut++) Assert.Equal(ScanVerdict.NeedMore, Of(Text).Scan(packet.AsSpan(0, cut)).Verdict);
    }

    [Theory]
    [InlineData(@"^DTU\d+$", "DTU12", true)]
    [InlineData(@"^DTU\d+$", "DTU12\r", false)]
    [InlineData(@"^DTU\d{2}$", "DTU12", false)]
    [InlineData(@"DTU\d{2}", "DTU12", false)]
    [InlineData("hex:^7E([0-9A-F]{4})+$", "~AB", true)]
    [InlineData("hex:^7E([0-9A-F]{4})0D", "~AB\r", false)]
    public void Only_a_packet_that_may_go_on_is_waited_for(string pattern, string sent, bool mayGoOn) =>
        Assert.Equal(mayGoOn, Of(pattern).Scan(Encoding.ASCII.GetBytes(sent)).MayGoOn);

    [Fact]
    public void A_packet_of_bytes_gives_the_group_in_hex()
    {
        var found = Of("hex:^7E([0-9A-F]{12})0D").Scan(Hex.Of("7E 00 11 22 33 44 55 0D FE FE"));
        Assert.Equal(("001122334455", 0, 8), (found.Id, found.Start, found.End));
        Assert.Equal(ScanVerdict.NeedMore, Of("hex:E0").Scan(Hex.Of("7E 01")).Verdict); // not across two half bytes
    }

    [Fact]
    public void A_named_group_is_the_id() =>
        Assert.Equal("17", Of(@"^(REG|LOGIN),(?<id>\d+),").Scan("LOGIN,17,extra"u8).Id);

    [Fact]
    public void The_address_of_a_frame_is_the_id_behind_noise_and_a_stray_start()
    {
        var frame = Hex.Of("68 31 00 00 00 00 00 68 91 00 92 16");
        frame[^2] = (byte)frame.AsSpan(0, frame.Length - 2).ToArray().Sum(b => b);
        Assert.Equal("000000000031", Of("dlt645").Scan(frame).Id);
        Assert.Equal("000000000031", Of("dlt645").Scan([0x68, 0x01, 0xFE, 0xFE, .. frame, 0x00]).Id);
        for (var cut = 0; cut < frame.Length; cut++) Assert.Equal(ScanVerdict.NeedMore, Of("dlt645").Scan(frame.AsSpan(0, cut)).Verdict);
    }

    [Theory]
    [InlineData("(a)\\1", "look-around")]
    [InlineData("(?=a)b", "look-around")]
    [InlineData("[", "no regular expression")]
    [InlineData(".*", "no bytes")]
    [InlineData("hex:", "1 to 256")]
    public void A_pattern_that_cannot_be_used_is_told(string pattern, string why)
    {
        Assert.False(UnitRegistration.TryParse(pattern, out _, out var said));
        Assert.Contains(why, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Text, "AMR-000031", true)]
    [InlineData(Text, "AMR-31", false)]
    [InlineData(@"^REG(\d+)$", "17", true)]
    [InlineData("hex:^7E[0-9A-F]{4}$", "7E0001", true)]
    [InlineData("hex:^7E[0-9A-F]{4}$", "7e0001", false)]
    [InlineData("dlt645", "000000000031", true)]
    [InlineData("dlt645", "31", false)]
    public void An_id_no_packet_can_carry_is_known(string pattern, string id, bool may) => Assert.Equal(may, Of(pattern).MayBe(id));

    [Fact]
    public void A_hundred_thousand_streams_of_any_bytes_give_a_packet_inside_what_came_or_none()
    {
        Random random = new(31);
        UnitRegistration[] forms = [Of(Text), Of("hex:^7E([0-9A-F]{12})0D"), Of("dlt645"), Of(@"^DTU\d+$")];
        byte[][] packets = [Encoding.ASCII.GetBytes("AMR-000031"), Hex.Of("7E 00 11 22 33 44 55 0D"), Hex.Of("68 31 00 00 00 00 00 68 11 00 12 16"), Encoding.ASCII.GetBytes("DTU77")];
        var found = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var (form, stream) = (random.Next(forms.Length), new byte[random.Next(40)]);
            random.NextBytes(stream);
            if (i % 2 == 0) stream = [.. stream.AsSpan(0, random.Next(Math.Min(4, stream.Length + 1))), .. packets[form].AsSpan(0, random.Next(packets[form].Length + 1)), .. stream];
            var scan = forms[form].Scan(stream);
            if (scan.Verdict == ScanVerdict.NeedMore) continue;
            found++;
            Assert.True(scan.Start >= 0 && scan.End > scan.Start && scan.End <= stream.Length && scan.Id.Length is > 0 and <= UnitRegistration.MostId);
        }

        Assert.InRange(found, 1_000, 100_000);
    }

    private static UnitRegistration Of(string pattern)
    {
        Assert.True(UnitRegistration.TryParse(pattern, out var registration, out var why), why);
        return registration;
    }
}
