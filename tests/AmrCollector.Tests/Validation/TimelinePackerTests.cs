using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Validation;

/// <summary>Histories that are packed while nobody asks for them: every row comes back as it was, whatever it holds.</summary>
public sealed class TimelinePackerTests
{
    private static readonly ObisCode Total = ObisCode.Parse("1-0:1.8.0");
    private static readonly RowMarks[] Marks = [RowMarks.None, RowMarks.None, RowMarks.None, RowMarks.Held, RowMarks.Aside, RowMarks.Rejected, RowMarks.Conflict, RowMarks.Held | RowMarks.Aside];

    [Fact]
    public void Any_timelines_come_back_row_for_row_and_go_on_as_if_nothing_had_been()
    {
        Random random = new(6);
        TimelinePacker packer = new();
        for (var round = 0; round < 300; round++)
        {
            var kept = Enumerable.Range(0, random.Next(1, 7)).ToDictionary(tariff => Total with { E = (byte)tariff, F = (byte)random.Next(256) }, _ => Random(random));
            var packed = TimelinePacker.Unpack(packer.Pack(kept));
            Assert.Equal(kept.Keys, packed.Keys);
            foreach (var (item, timeline) in kept)
            {
                IsSame(timeline, packed[item]);
                for (var more = 0; more < 40; more++)
                {
                    var row = Row(random);
                    Assert.Equal(timeline.Put(row), packed[item].Put(row));
                }

                IsSame(timeline, packed[item]);
            }
        }
    }

    [Fact]
    public void Registers_that_are_read_together_share_their_instants()
    {
        Dictionary<ObisCode, RegisterTimeline> kept = [];
        for (byte tariff = 0; tariff <= 4; tariff++)
        {
            RegisterTimeline past = new();
            for (var day = 0; day < 64; day++) past.Put(new(1_780_000_000 + (86_400 * day), 1000m + (day * (8.25m - tariff)), Source.DailyFreeze, RowMarks.None));
            kept.Add(Total with { E = tariff }, past);
        }

        var packed = new TimelinePacker().Pack(kept);
        Assert.InRange(packed.Length, 400, 850); // 13 bytes a row make 4,160
        foreach (var (item, past) in TimelinePacker.Unpack(packed)) IsSame(kept[item], past);
    }

    [Fact]
    public void The_edges_of_what_a_row_can_hold_come_back()
    {
        RegisterTimeline past = new();
        past.Put(new(0, 999_999_999_999.999999m, Source.Settlement, RowMarks.None));
        past.Put(new(1, -999_999_999_999.999999m, Source.Settlement, RowMarks.None));
        past.Put(new(2, 0m, Source.Estimate, RowMarks.Rejected | RowMarks.NoValue));
        past.Put(new(uint.MaxValue, 0.000001m, Source.Settlement, RowMarks.None));
        Dictionary<ObisCode, RegisterTimeline> kept = new() { [Total] = past, [Total with { E = 1 }] = new() };
        var packed = TimelinePacker.Unpack(new TimelinePacker().Pack(kept));
        IsSame(past, packed[Total]);
        Assert.Equal(0, packed[Total with { E = 1 }].Count);
    }

    private static RegisterTimeline Random(Random random)
    {
        RegisterTimeline past = new();
        for (var rows = random.Next(0, 160); rows > 0; rows--) past.Put(Row(random));
        return past;
    }

    private static TimelineRow Row(Random random)
    {
        var day = random.Next(90);
        var second = 1_780_000_000L + (86_400 * day) + (random.Next(4) == 0 ? random.Next(-90_000, 90_000) : 0);
        var value = random.Next(5) switch
        {
            0 => random.NextInt64(-999_999_999_999_999_999, 999_999_999_999_999_999) / 1_000_000m,
            1 => 0m,
            _ => 1000m + (8.25m * day),
        };
        return new(second, value, (Source)random.Next((int)Source.Estimate + 1), Marks[random.Next(Marks.Length)]);
    }

    private static void IsSame(RegisterTimeline one, RegisterTimeline other)
    {
        Assert.Equal((one.Count, one.Decimals), (other.Count, other.Decimals));
        for (var i = 0; i < one.Count; i++) Assert.Equal(one[i], other[i]);
    }
}
