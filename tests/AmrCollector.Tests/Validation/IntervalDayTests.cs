using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Validation;

/// <summary>From the registers of load records to interval energies, and their compact form.</summary>
public sealed class IntervalDayTests
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    [Fact]
    public void Energies_are_register_differences_and_add_up_to_the_day()
    {
        var block = IntervalDay.Of([100.00m, 100.25m, 100.25m, 101.00m], Quarter, 2, 1_000_000);
        Assert.Equal([0.25m, 0m, 0.75m], block.Values);
        Assert.All(block.Qualities, quality => Assert.Equal(IntervalQuality.Actual, quality));
        Assert.True(block.IsWhole);
        Assert.Equal(1.00m, block.Sum);
    }

    [Fact]
    public void A_gap_between_two_registers_is_split_in_whole_steps_that_close()
    {
        var block = IntervalDay.Of([100.00m, null, null, 100.10m, 100.20m], Quarter, 2, 1_000_000);
        Assert.Equal([0.03m, 0.04m, 0.03m, 0.10m], block.Values);
        Assert.Equal([IntervalQuality.Substituted, IntervalQuality.Substituted, IntervalQuality.Substituted, IntervalQuality.Actual], block.Qualities);
        Assert.Equal(0.20m, block.Sum);
    }

    [Fact]
    public void Open_ends_and_falls_are_missing_and_a_rollover_is_not()
    {
        var block = IntervalDay.Of([null, 5m, 6m, 2m, 3m, null], Quarter, 0, 1_000_000);
        Assert.Equal([IntervalQuality.Missing, IntervalQuality.Actual, IntervalQuality.Missing, IntervalQuality.Actual, IntervalQuality.Missing], block.Qualities);
        Assert.False(block.IsWhole);
        Assert.Equal([0.02m], IntervalDay.Of([999_999.99m, 0.01m], Quarter, 2, 1_000_000).Values);
    }

    [Theory]
    [InlineData(92)]
    [InlineData(96)]
    [InlineData(100)]
    public void The_compact_form_of_a_household_day_takes_about_a_byte_an_interval_and_is_read_back_exactly(int intervals)
    {
        Random chance = new(intervals);
        var register = 12_345.67m;
        List<decimal?> registers = [register];
        for (var i = 0; i < intervals; i++) registers.Add(chance.Next(20) == 0 && i < intervals - 1 ? Skip(chance, ref register) : register += chance.Next(30) / 100m);
        var block = IntervalDay.Of(registers, Quarter, 2, 1_000_000);
        var packed = block.Pack();
        Assert.InRange(packed.Length, intervals, intervals + 50);
        Assert.True(IntervalBlock.TryRead(packed, out var read));
        Assert.Equal(block.Values, read!.Values);
        Assert.Equal(block.Qualities, read.Qualities);
        Assert.Equal((block.Step, block.Decimals, block.Sum), (read.Step, read.Decimals, read.Sum));
        Assert.Equal(registers[^1] - registers[0], block.Sum);
    }

    [Fact]
    public void Hostile_bytes_are_refused_without_a_throw()
    {
        Random chance = new(3);
        var good = IntervalDay.Of([1m, 2m, null, 4m], Quarter, 2, 1000).Pack();
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = round % 2 == 0 ? (byte[])good.Clone() : new byte[chance.Next(60)];
            if (round % 2 == 0) bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
            else chance.NextBytes(bytes);
            if (IntervalBlock.TryRead(bytes, out var block)) Assert.InRange(block!.Values.Count, 0, 1500);
        }
    }

    [Fact]
    public void A_sum_that_contradicts_the_register_is_told_and_an_unknown_one_is_not()
    {
        var block = IntervalDay.Of([100.00m, 110.00m], Quarter, 2, 1_000_000);
        Assert.Null(IntervalDay.Contradiction(block, 10, 100.1m, RuleParameters.Default));
        Assert.Null(IntervalDay.Contradiction(block, 10, null, RuleParameters.Default));
        Assert.Contains("1 intervals add up to 100", IntervalDay.Contradiction(block, 10, 102m, RuleParameters.Default)!, StringComparison.Ordinal);
    }

    private static decimal? Skip(Random chance, ref decimal register)
    {
        register += chance.Next(30) / 100m;
        return null;
    }
}
