using AmrCollector.Metering;
using AmrCollector.Validation;
using NodaTime;
using static AmrCollector.Tests.Validation.FirstRulesTests;

namespace AmrCollector.Tests.Validation;

public sealed class PatternRulesTests
{
    /// <summary>Day 0 is Monday 2026-06-01 00:00 in Shanghai.</summary>
    private static readonly RuleParameters Shanghai = RuleParameters.Default with { Calendar = new(DateTimeZoneProviders.Tzdb["Asia/Shanghai"]) };

    private readonly Household _home = new() { Parameters = Shanghai };

    [Fact]
    public void A_day_far_above_its_kind_is_held_and_the_next_is_judged_against_it()
    {
        var last = _home.Live(30, day => 8 + (day % 3));
        var high = _home.Take(31, last + 90);
        Expect(high, Judgement.Suspect, 90m, RuleId.HighUsage);
        Assert.True(high.Held);

        var next = _home.Take(32, last + 98);
        Expect(next, Judgement.Accept, 98m);
        Assert.Equal(Household.Day(30), next.Consumption!.From);
    }

    [Fact]
    public void Six_days_are_too_few_for_a_pattern()
    {
        var last = _home.Live(6, _ => 8);

        Expect(_home.Take(7, last + 90), Judgement.Accept, 90m);
    }

    [Fact]
    public void A_gap_is_compared_by_the_day()
    {
        var last = _home.Live(30, _ => 8);

        Expect(_home.Judged(40, last + 80), Judgement.Accept, 80m, RuleId.Gap);
        Expect(_home.Judged(40, last + 400), Judgement.Suspect, 400m, RuleId.Gap, RuleId.HighUsage);
    }

    [Fact]
    public void Reads_of_the_moment_between_two_freezes_do_not_look_like_a_day()
    {
        var last = _home.Live(30, _ => 8);
        Expect(_home.Take(30.8, last + 1, Source.Current), Judgement.Accept, 1m);

        Expect(_home.Take(31, last + 8), Judgement.Accept, 7m);
    }

    [Fact]
    public void A_workday_that_makes_up_for_a_holiday_is_no_rest_day()
    {
        var plant = new Household { Meter = _home.Meter with { Class = CustomerClass.Industrial, Ct = 20, ImaxA = 6, Wiring = Wiring.ThreePhaseFourWire }, Parameters = Shanghai };
        var last = plant.Live(61, Plant);

        Assert.Equal([RuleId.HighUsage], plant.Judged(62, last + 60).Rules); // Saturday, by the clock
        var makeUp = new Household { Meter = plant.Meter, Parameters = Shanghai with { Calendar = new(Shanghai.Calendar.Zone, workdays: [new(2026, 8, 1)]) } };
        Expect(Copy(plant, makeUp).Judged(62, last + 60), Judgement.Accept, 1200m);

        static decimal Plant(int day) => (day - 1) % 7 >= 5 ? 10 : 60;
    }

    [Fact]
    public void Two_low_days_are_life_and_the_third_goes_to_the_revenue_list_without_holding_the_bill()
    {
        var last = _home.Live(30, _ => 10);
        Expect(_home.Take(31, last + 2), Judgement.Accept, 2m);
        Expect(_home.Take(32, last + 4), Judgement.Accept, 2m);
        var third = _home.Take(33, last + 6);

        Expect(third, Judgement.Suspect, 2m, RuleId.LowUsage);
        Assert.False(third.Held);
        Assert.Equal("2.6.4", third.Quality);
        Assert.Equal(Household.Day(33), _home.Take(34, last + 15).Consumption!.From);
    }

    [Fact]
    public void A_week_of_zeros_is_held_unless_somebody_said_so()
    {
        var last = _home.Live(20, _ => 10);
        for (var day = 21; day < 27; day++) Expect(_home.Take(day, last), Judgement.Accept, 0m);
        Expect(_home.Judged(27, last), Judgement.Suspect, 0m, RuleId.ZeroRun);

        var away = new Household { Parameters = Shanghai, Around = new() { Vacancies = [new(new(2026, 6, 20), new(2026, 7, 10))] } };
        Expect(Copy(_home, away).Judged(27, last), Judgement.Accept, 0m);
    }

    [Fact]
    public void A_cut_off_account_may_not_use_energy_and_has_no_pattern()
    {
        var home = Copy(_home, new() { Meter = _home.Meter with { Status = MeterStatus.Disconnected }, Parameters = Shanghai });
        home.Take(0, 100m);
        for (var day = 1; day < 12; day++) Expect(home.Take(day, 100m), Judgement.Accept, 0m);

        Expect(home.Judged(12, 100.50m), Judgement.Accept, 0.50m);
        Expect(home.Judged(12, 100.51m), Judgement.Suspect, 0.51m, RuleId.UsageOnInactive);
    }

    [Fact]
    public void Without_a_history_twenty_peers_are_the_measure()
    {
        var home = new Household { Parameters = Shanghai, Around = new() { Peers = new(20, 8, 2) } };
        home.Take(0, 100m);

        Expect(home.Judged(1, 119.9m), Judgement.Accept, 19.9m);
        Expect(home.Judged(1, 124m), Judgement.Suspect, 24m, RuleId.Peer);
    }

    [Theory]
    [InlineData(5.2, true)]
    [InlineData(2.8, false)]
    [InlineData(2.4, false)]
    public void The_newest_hour_stands_out_of_a_day(double energy, bool isSpike)
    {
        var home = new Household { Parameters = Shanghai, Around = new() { Interval = TimeSpan.FromHours(1) } };
        for (var hour = 0; hour < 24; hour++) home.Take(hour / 24.0, 100 + hour, Source.Profile);

        var verdict = home.Judged(1, 123 + (decimal)energy, Source.Profile);
        Assert.Equal(isSpike, verdict.Rules.Contains(RuleId.Spike));
    }

    [Fact]
    public void Twenty_three_hours_are_too_few_for_a_spike()
    {
        var home = new Household { Parameters = Shanghai, Around = new() { Interval = TimeSpan.FromHours(1) } };
        for (var hour = 0; hour < 23; hour++) home.Take(hour / 24.0, 100 + hour, Source.Profile);

        Expect(home.Judged(23 / 24.0, 130m, Source.Profile), Judgement.Accept, 8m);
    }

    private static Household Copy(Household from, Household to)
    {
        for (var i = 0; i < from.Past.Count; i++) to.Past.Put(from.Past[i]);
        return to;
    }
}
