using AmrCollector.Gaps;

namespace AmrCollector.Tests.Gaps;

/// <summary>The compact form of a month.</summary>
public sealed class MonthStatesTests
{
    private static readonly int[] Berlin = [.. Enumerable.Range(1, 31).Select(day => day == 29 ? 92 : 96)];

    [Fact]
    public void A_complete_month_takes_four_bytes_even_with_a_short_day_in_it()
    {
        MonthStates month = new(Berlin);
        for (var day = 0; day < 31; day++)
            for (var index = 0; index < Berlin[day]; index++) month[day, index] = SlotState.Have;
        var packed = month.Pack();
        Assert.Equal(4, packed.Length);
        AssertSame(month, MonthStates.Read(packed, Berlin));
        Assert.Equal(92, MonthStates.Read(packed, Berlin).ActualOf(28));
    }

    [Fact]
    public void Whatever_a_month_holds_is_read_back()
    {
        Random chance = new(20261122);
        for (var round = 0; round < 300; round++)
        {
            int[] counts = [.. Enumerable.Range(0, 31).Select(_ => chance.Next(5) switch { 0 => 0, 1 => 1, 2 => 1440, _ => 96 })];
            MonthStates month = new(counts);
            for (var day = 0; day < 31; day++) Fill(month, day, counts[day], chance);
            AssertSame(month, MonthStates.Read(month.Pack(), counts));
        }
    }

    [Fact]
    public void Damaged_bytes_never_throw()
    {
        Random chance = new(7);
        var bytes = new byte[40];
        for (var round = 0; round < 5000; round++)
        {
            chance.NextBytes(bytes);
            Assert.Equal(96, MonthStates.Read(bytes.AsSpan(0, chance.Next(40)), Berlin).CountOf(0));
        }
    }

    private static void Fill(MonthStates month, int day, int count, Random chance)
    {
        for (var from = 0; from < count;)
        {
            var (state, run) = ((SlotState)chance.Next(15), chance.Next(1, 40));
            for (; run > 0 && from < count; run--) month[day, from++] = state;
        }
    }

    private static void AssertSame(MonthStates expected, MonthStates read)
    {
        for (var day = 0; day < 31; day++) Assert.True(expected.Of(day).SequenceEqual(read.Of(day)), $"day {day}");
    }
}
