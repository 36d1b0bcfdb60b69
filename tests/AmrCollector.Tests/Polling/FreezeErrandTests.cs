using AmrCollector.Polling;
using NodaTime;

namespace AmrCollector.Tests.Polling;

public sealed class FreezeErrandTests
{
    private static readonly LocalDate Today = new(2026, 11, 22);
    private readonly FreezeMeter _meter = new();

    public FreezeErrandTests()
    {
        for (var age = 0; age < 62; age++) _meter.Records.Add((new DateTime(2026, 11, 22).AddDays(-age), 1000 - age));
    }

    [Fact]
    public void A_block_is_fetched_newest_first_and_handed_over_oldest_first()
    {
        var errand = Errand(Today, Today.PlusDays(-1), Today.PlusDays(-2));
        var block = _meter.Play(errand)!;
        Assert.Equal(["05060001", "05060101", "05060002", "05060102", "05060003", "05060103", "05060001"], _meter.Asked);
        Assert.Equal([998m, 999m, 1000m], block.Sets.Select(set => set.Registers[0].Value!.Value));
        Assert.Equal(new DateTimeOffset(2026, 11, 19, 16, 0, 0, TimeSpan.Zero), block.Sets[0].Instant);
        Assert.Equal(3, errand.Settled.Count);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void A_freeze_that_happens_meanwhile_never_books_a_value_to_another_day(int question)
    {
        _meter.Before = n =>
        {
            if (n == question) _meter.Records.Insert(0, (new DateTime(2026, 11, 23), 1001));
        };
        var errand = Errand(Today, Today.PlusDays(-1), Today.PlusDays(-2));
        Assert.Null(_meter.Play(errand));
        Assert.Empty(errand.Settled);
    }

    [Fact]
    public void A_day_without_power_is_not_booked_and_not_asked_again()
    {
        _meter.Records.RemoveAt(3);
        var errand = Errand(Today.PlusDays(-2), Today.PlusDays(-3), Today.PlusDays(-4));
        var block = _meter.Play(errand)!;
        Assert.Equal([998m], block.Sets.Select(set => set.Registers[0].Value!.Value));
        Assert.Contains(Today.PlusDays(-3), errand.Settled);
    }

    [Fact]
    public void Todays_freeze_that_is_not_there_yet_stays_wanted()
    {
        _meter.Records.RemoveAt(0);
        var errand = Errand(Today, Today.PlusDays(-1));
        var block = _meter.Play(errand)!;
        Assert.Equal([999m], block.Sets.Select(set => set.Registers[0].Value!.Value));
        Assert.DoesNotContain(Today, errand.Settled);
    }

    [Fact]
    public void A_young_meter_is_not_asked_for_ever_for_what_it_never_had()
    {
        _meter.Records.RemoveRange(2, 60);
        var errand = Errand([.. Enumerable.Range(0, 7).Select(age => Today.PlusDays(-age))]);
        var block = _meter.Play(errand)!;
        Assert.Equal(2, block.Sets.Count);
        Assert.Equal(7, errand.Settled.Count);
    }

    [Fact]
    public void A_meter_without_freezes_ends_the_errand()
    {
        _meter.Records.Clear();
        var errand = Errand(Today);
        Assert.Null(_meter.Play(errand));
        Assert.Null(errand.Next);
    }

    [Fact]
    public void An_errand_that_is_given_up_half_way_settles_nothing_it_has_not_handed_over()
    {
        var errand = Errand(Today, Today.PlusDays(-1));
        _meter.Before = n =>
        {
            if (n == 5) throw new TimeoutException();
        };
        Assert.Throws<TimeoutException>(() => _meter.Play(errand));
        Assert.NotNull(errand.Next);
        Assert.Empty(errand.Settled);
    }

    private static FreezeErrand Errand(params LocalDate[] wanted) =>
        new(FreezeMeter.Polled(), null, ErrandClass.Background, wanted, FreezeMeter.Translation);
}
