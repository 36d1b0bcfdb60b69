using System.Buffers.Binary;
using AmrCollector.Polling;

namespace AmrCollector.Tests.Polling;

public sealed class SunSpecWalkTests
{
    private static readonly (ushort Id, ushort Length)[] Meter = [(1, 66), (203, 105), (64, 10)];

    [Theory]
    [InlineData(40000, 40070)]
    [InlineData(50000, 50070)]
    [InlineData(0, 70)]
    public void A_model_is_found_behind_the_mark_at_each_of_the_three_places(ushort mark, ushort header)
    {
        var walk = Walked(203, mark, Meter, hasEnd: true);
        Assert.Equal(header, walk.Found);
        Assert.Equal([(ushort)1], walk.Seen);
        Assert.Equal($"SunSpec model 203 at register {header}", walk.Outcome);
    }

    [Fact]
    public void The_first_model_may_be_the_one() => Assert.Equal((ushort)40002, Walked(1, 40000, Meter, hasEnd: true).Found);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_list_without_the_model_ends_at_its_end_mark_or_where_the_meter_refuses(bool hasEnd)
    {
        var walk = Walked(213, 40000, Meter, hasEnd);
        Assert.Null(walk.Found);
        Assert.Equal("the meter has the SunSpec models 1, 203, 64, not 213", walk.Outcome);
    }

    [Fact]
    public void A_meter_without_the_mark_is_said_to_have_none()
    {
        var walk = Walked(203, 12345, Meter, hasEnd: true);
        Assert.Null(walk.Found);
        Assert.StartsWith("no SunSpec mark at 40000, 50000, 0", walk.Outcome, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65535)]
    public void Lengths_that_lead_nowhere_end_the_walk(ushort length) => Assert.Null(Walked(203, 40000, [(1, length), (203, 105)], hasEnd: true).Found);

    [Fact]
    public void Any_registers_end_in_a_bounded_walk()
    {
        Random random = new(203);
        var bytes = new byte[8];
        for (var i = 0; i < 500; i++)
        {
            SunSpecWalk walk = new(203);
            var steps = 0;
            for (; walk.Next is { } next; steps++)
            {
                random.NextBytes(bytes);
                if (steps == 0) BinaryPrimitives.WriteUInt32BigEndian(bytes, 0x53756E53);
                if (random.Next(40) == 0) walk.Refuse();
                else walk.Take(bytes.AsSpan(0, random.Next(9) == 0 ? 3 : next.Count * 2));
            }

            Assert.True(steps < 300);
        }
    }

    /// <summary>Walks a meter whose mark stands at <paramref name="mark"/>; registers behind the last model are refused.</summary>
    private static SunSpecWalk Walked(ushort wanted, ushort mark, (ushort Id, ushort Length)[] models, bool hasEnd)
    {
        Dictionary<int, ushort> registers = new() { [mark] = 0x5375, [mark + 1] = 0x6E53 };
        var at = mark + 2;
        foreach (var (id, length) in models)
        {
            (registers[at], registers[at + 1]) = (id, length);
            at += 2 + length;
        }

        if (hasEnd) (registers[at], registers[at + 1]) = (0xFFFF, 0);
        SunSpecWalk walk = new(wanted);
        while (walk.Next is { } question)
        {
            var reply = new byte[question.Count * 2];
            var refused = false;
            for (var i = 0; i < question.Count; i++)
            {
                refused |= !registers.TryGetValue(question.Start + i, out var value);
                BinaryPrimitives.WriteUInt16BigEndian(reply.AsSpan(i * 2), value);
            }

            if (refused) walk.Refuse();
            else walk.Take(reply);
        }

        return walk;
    }
}
