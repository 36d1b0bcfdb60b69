using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Validation;

public sealed class EstimationTests
{
    private readonly Household _home = new();

    [Fact]
    public void A_gap_between_two_registers_is_shared_out_like_the_days_it_covers()
    {
        // Weights 12 : 12 : 6 and 30.0 kWh in between: the first day gets 12.00 (vee.md 5.2).
        _home.Live(28, day => Weekly(day));
        _home.Take(31, 1000m + Sum(28) + 30m);

        var first = Estimate(29);
        Assert.Equal([RuleId.Missing, RuleId.LikeDayScaled], first.Verdict.Rules);
        Assert.Equal(12.00m, first.Verdict.Consumption!.Value);
        Assert.Equal(24.00m, Estimate(30).Verdict.Consumption!.Value);

        static decimal Weekly(int day) => day % 7 == 3 ? 6 : 12;
        static decimal Sum(int days) => Enumerable.Range(1, days).Sum(day => Weekly(day));
    }

    [Fact]
    public void The_register_is_rounded_half_up_and_consumption_follows_from_it()
    {
        _home.Past.Put(new(Household.Day(0).ToUnixTimeSeconds(), 10.00m, Source.Profile, RowMarks.None));
        _home.Past.Put(new(Household.Day(0).AddHours(2).ToUnixTimeSeconds(), 10.05m, Source.Profile, RowMarks.None));

        var estimate = Estimate(1 / 24.0);
        Assert.Equal(10.03m, estimate.Value);
        Assert.Equal(0.03m, estimate.Verdict.Consumption!.Value);
        Assert.Equal("2.8.1051", estimate.Verdict.Quality);
    }

    [Theory]
    [InlineData(2, RuleId.NoEstimate)]
    [InlineData(3, RuleId.LikeDay)]
    [InlineData(14, RuleId.LikeDay)]
    public void The_method_depends_on_how_much_is_known(int days, string rule)
    {
        _home.Live(days, _ => 8); // day 0 is a Sunday in UTC: three days are Sunday afternoon on
        var estimate = Estimate(days + 1);

        Assert.Equal([RuleId.Missing, rule], estimate.Verdict.Rules);
        Assert.Equal(rule == RuleId.NoEstimate, estimate.Value is null);
        Assert.Equal(Judgement.Estimate, estimate.Verdict.Judgement);
    }

    [Fact]
    public void Never_above_what_the_meter_can_carry()
    {
        _home.Take(0, 100m);
        var estimate = Estimation.Of(_home.Meter, _home.Set(Household.Day(1), null).Registers[0], Household.Day(1), _home.Past, _home.Parameters, new() { ClassDaily = 9999 });

        Assert.Equal(380.16m, estimate.Verdict.Consumption!.Value);
        Assert.Equal([RuleId.Missing, RuleId.ClassProfile], estimate.Verdict.Rules);
    }

    [Fact]
    public void Several_empty_days_are_estimated_day_by_day()
    {
        _home.Live(28, _ => 9);

        Assert.Equal(27m, Estimate(31).Verdict.Consumption!.Value);
    }

    [Fact]
    public void The_check_meter_of_the_point_comes_first_as_long_as_it_is_in_class()
    {
        _home.Live(28, _ => 10);
        _home.Take(31, 1000m + 280m + 40m);
        Assert.Equal((12.06m, RuleId.Check, "2.8.1050"), Told(Estimate(29, new() { CheckRegister = CheckThat(0.995m, last: 12m) })));
        Assert.Equal(RuleId.LikeDayScaled, Told(Estimate(29, new() { CheckRegister = CheckThat(0.97m, last: 12m) })).Rule);
        Assert.Equal(40.00m, Told(Estimate(29, new() { CheckRegister = CheckThat(1m, last: 55m) })).Used); // the register was read again 40 kWh later
        Assert.Equal(RuleId.LikeDayScaled, Told(Estimate(29, new() { CheckRegister = at => at == Household.Day(28) ? 5m : null })).Rule);

        // The check meter registers a share of each day's 10 kWh, and so much on the day that is missing.
        static Func<DateTimeOffset, decimal?> CheckThat(decimal share, decimal last) => at => (at - Household.Day(0)).TotalDays is var day && day <= 28 ? (decimal)day * 10 * share : (280 * share) + last;
    }

    [Theory]
    [InlineData(2, 1, RuleId.Linear)]
    [InlineData(3, 1, RuleId.LikeDayScaled)]
    public void A_line_bridges_two_hours_and_no_more(int hours, int slot, string rule)
    {
        _home.Past.Put(new(Household.Day(0).ToUnixTimeSeconds(), 10m, Source.Profile, RowMarks.None));
        _home.Past.Put(new(Household.Day(0).AddHours(hours).ToUnixTimeSeconds(), 10m + hours, Source.Profile, RowMarks.None));
        Assert.Equal((1m, rule), (Estimate(slot / 24.0).Verdict.Consumption!.Value, Estimate(slot / 24.0).Verdict.Rules[1]));
    }

    [Fact]
    public void While_the_supply_was_off_nothing_is_estimated_to_have_flowed()
    {
        _home.Past.Put(new(Household.Day(0).ToUnixTimeSeconds(), 10.00m, Source.Profile, RowMarks.None));
        _home.Past.Put(new(Household.Day(0).AddHours(2).ToUnixTimeSeconds(), 10.90m, Source.Profile, RowMarks.None));
        MeterEvent off = new(MeterEventKind.PowerOutage, Household.Day(0).AddMinutes(60), Household.Day(0).AddMinutes(90));
        Assert.Equal(0.60m, Told(Estimate(1 / 24.0, new() { Events = [off] })).Used);
    }

    [Fact]
    public void Days_that_were_held_or_without_supply_tell_nothing_of_others()
    {
        _home.Live(28, day => day == 24 ? 15 : 10); // the latest of the weekday that day 31 is
        Assert.Equal(31.67m, Told(Estimate(31)).Used);
        MeterEvent off = new(MeterEventKind.PowerOutage, Household.Day(23).AddHours(3), Household.Day(23).AddHours(9));
        Assert.Equal(30m, Told(Estimate(31, new() { Events = [off] })).Used);
        _home.Past.Put(_home.Past.At(Household.Day(24), Source.DailyFreeze)!.Value with { Marks = RowMarks.Held });
        Assert.Equal(30m, Told(Estimate(31)).Used);
    }

    [Fact]
    public void A_like_day_of_nothing_weighs_nothing()
    {
        _home.Live(28, day => day % 7 == 1 ? 0 : 10); // nobody works on Mondays
        _home.Take(31, 1000m + (24 * 10) + 20m);
        var first = Estimate(29);
        Assert.Equal(RuleId.LikeDayScaled, first.Verdict.Rules[1]);
        Assert.Equal(0m, first.Verdict.Consumption!.Value);
        Assert.Equal(10m, Estimate(30).Verdict.Consumption!.Value);
    }

    [Fact]
    public void Nothing_negative_is_estimated()
    {
        _home.Take(0, 100m);
        Assert.Null(Estimate(1, new() { LastYearDaily = -3 }).Value);
        Assert.Equal([RuleId.Missing, RuleId.NoEstimate], Estimate(1, new() { LastYearDaily = -3 }).Verdict.Rules);
    }

    private static (decimal Used, string Rule, string Quality) Told(SlotEstimate estimate) => (estimate.Verdict.Consumption!.Value, estimate.Verdict.Rules[1], estimate.Verdict.Quality);

    private SlotEstimate Estimate(double day, Circumstances around) =>
        Estimation.Of(_home.Meter, _home.Set(Household.Day(day), null).Registers[0], Household.Day(day), _home.Past, _home.Parameters, around);

    private SlotEstimate Estimate(double day) =>
        Estimation.Of(_home.Meter, _home.Set(Household.Day(day), null).Registers[0], Household.Day(day), _home.Past, _home.Parameters);
}
