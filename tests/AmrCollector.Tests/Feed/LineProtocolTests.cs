using System.Buffers;
using System.Text;
using AmrCollector.Feed.Influx;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Tests.Ledger;

namespace AmrCollector.Tests.Feed;

public sealed class LineProtocolTests
{
    [Fact]
    public void A_reading_is_one_point_with_exact_numbers_and_the_instant_of_the_reading() => Assert.Equal(
        "reading,account=A-7,area=riverside\\ 3,item=1-0:1.8.0,meter=m1,point=P-m1,source=dailyFreeze,unit=kWh "
        + "revision=1i,value=1240.520,multiplier=80,consumption=628.80,consumption_revision=1i,held=false,verdict=\"accept\",origin=\"actual\",quality=\"2.0.1\",entry=\"e-1\" 1763740800000\n"
            .Replace("1763740800000", "1795276800000", StringComparison.Ordinal),
        Line(Drafts.Freeze("m1", 0, 1240.520m)));

    [Fact]
    public void What_people_wrote_cannot_break_out_of_its_place()
    {
        var draft = Drafts.Freeze("m1", 0) with { Meter = Drafts.Freeze("m1", 0).Meter with { Account = "a,b=c d\\", Area = "x\ny", Point = "" } };
        var line = Line(draft with { Verdict = Drafts.Held with { Quality = "say \"no\"\\" } });
        Assert.StartsWith("reading,account=a\\,b\\=c\\ d/,area=x\\ y,item=", line, StringComparison.Ordinal);
        Assert.DoesNotContain("point=", line, StringComparison.Ordinal);
        Assert.Contains("quality=\"say \\\"no\\\"\\\\\",entry=", line, StringComparison.Ordinal);
        Assert.Equal(1, line.Count(c => c == '\n'));
        Assert.DoesNotContain("consumption", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_revision_overwrites_its_point_or_stands_beside_it()
    {
        var (first, second) = (Drafts.Freeze("m1", 0), Drafts.Freeze("m1", 0, 9));
        Assert.Equal(PointOf(Line(first)), PointOf(Line(second, revision: 2)));
        Assert.NotEqual(PointOf(Line(first, tag: true)), PointOf(Line(second, revision: 2, tag: true)));
    }

    [Fact]
    public void A_value_that_was_no_number_is_left_out() =>
        Assert.DoesNotContain(",value=", Line(Drafts.Freeze("m1", 0) with { Value = null }), StringComparison.Ordinal);

    private static string Line(EntryDraft draft, int revision = 1, bool tag = false)
    {
        ArrayBufferWriter<byte> output = new();
        new LineProtocol("reading", tag).Write(output, new(1, "e-1", revision, draft, new string('a', 64)));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static (string Series, string Time) PointOf(string line) => (line[..line.IndexOf(" revision", StringComparison.Ordinal)], line[line.LastIndexOf(' ')..]);
}
