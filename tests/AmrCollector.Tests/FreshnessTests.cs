namespace AmrCollector.Tests;

public sealed class FreshnessTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    private readonly Freshness _freshness = new(() => TimeSpan.FromHours(26), () => ["riser-1", "block-7"], Start);

    [Fact]
    public void A_line_of_which_nothing_is_known_has_the_objectives_time_from_the_start_on()
    {
        Assert.Empty(_freshness.Stale(Start.AddHours(26)));
        Assert.Equal(["riser-1", "block-7"], _freshness.Stale(Start.AddHours(26).AddSeconds(1)));
    }

    [Fact]
    public void A_line_is_stale_when_its_newest_reading_is_even_when_that_is_known_from_before()
    {
        _freshness.Note("riser-1", Start.AddDays(-3));
        _freshness.Note("block-7", Start);

        Assert.Equal(["riser-1"], _freshness.Stale(Start.AddMinutes(1)));
    }

    [Fact]
    public void A_late_reading_of_an_earlier_day_makes_no_line_older()
    {
        _freshness.Note("riser-1", Start.AddHours(3));
        _freshness.Note("riser-1", Start.AddHours(-30));

        Assert.Equal(Start.AddHours(3), _freshness.Newest()["riser-1"]);
    }
}
