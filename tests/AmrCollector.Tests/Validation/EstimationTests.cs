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

    private SlotEstimate Estimate(double day) =>
        Estimation.Of(_home.Meter, _home.Set(Household.Day(day), null).Registers[0], Household.Day(day), _home.Past, _home.Parameters);
}
