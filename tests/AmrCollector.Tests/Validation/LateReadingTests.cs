using AmrCollector.Metering;
using AmrCollector.Validation;
using static AmrCollector.Tests.Validation.FirstRulesTests;

namespace AmrCollector.Tests.Validation;

public sealed class LateReadingTests
{
    private readonly Household _home = new();

    [Fact]
    public void A_late_reading_between_its_neighbours_is_accepted()
    {
        _home.Take(0, 100m);
        _home.Take(2, 120m);

        Expect(_home.Take(1, 111m), Judgement.Accept, 11m, RuleId.Late);
    }

    [Theory]
    [InlineData(99.98)]
    [InlineData(120.02)]
    public void A_late_reading_outside_of_its_neighbours_is_refused(double value)
    {
        _home.Take(0, 100m);
        _home.Take(2, 120m);

        Expect(_home.Take(1, (decimal)value), Judgement.Reject, null, RuleId.Late, RuleId.Decrease);
    }

    [Fact]
    public void A_late_reading_one_step_above_the_next_has_no_consumption_of_its_own()
    {
        _home.Take(0, 100m);
        _home.Take(2, 120m);

        Expect(_home.Take(1, 120.01m), Judgement.Accept, 0m, RuleId.Late, RuleId.Jitter);
        Assert.Null(Derived(2, 120m, new() { Judgement = Judgement.Accept, Consumption = new(20m, Unit.KilowattHour, Household.Day(0)) }));
    }

    [Fact]
    public void Neighbours_on_both_sides_of_the_modulus_are_compared_along_the_way()
    {
        _home.Take(0, 999990m);
        _home.Take(2, 10m);

        Expect(_home.Judged(1, 999998m), Judgement.Accept, 8m, RuleId.Late);
        Expect(_home.Judged(1, 4m), Judgement.Accept, 14m, RuleId.Late, RuleId.Rollover);
        Expect(_home.Judged(1, 500m), Judgement.Reject, null, RuleId.Late, RuleId.Decrease);
    }

    [Fact]
    public void Without_an_earlier_reading_the_next_one_decides()
    {
        _home.Take(2, 120m);

        Expect(_home.Judged(1, 111m), Judgement.Accept, null, RuleId.Late);
        Expect(_home.Judged(1, 130m), Judgement.Reject, null, RuleId.Late, RuleId.Decrease);
        Expect(_home.Judged(1.9, 20m), Judgement.Reject, null, RuleId.Late, RuleId.MaxEnergy);
    }

    [Fact]
    public void Without_an_earlier_reading_a_rollover_before_the_next_is_no_decrease()
    {
        _home.Take(2, 3m);

        Expect(_home.Take(1, 999995m), Judgement.Accept, null, RuleId.Late);
        var revised = Derived(2, 3m, new() { Judgement = Judgement.Accept, Rules = [RuleId.FirstReading] });
        Assert.Equal([RuleId.Rollover], revised!.Rules);
        Assert.Equal(8m, revised.Consumption!.Value);
    }

    [Fact]
    public void A_late_reading_that_leaves_the_next_more_than_the_meter_carries_is_refused()
    {
        _home.Take(0, 100m);
        _home.Take(2, 600m);

        Expect(_home.Judged(1, 110m), Judgement.Reject, null, RuleId.Late, RuleId.MaxEnergy);
    }

    [Fact]
    public void The_successor_runs_from_the_late_reading_afterwards()
    {
        _home.Take(0, 100m);
        var old = _home.Take(2, 120m);
        _home.Take(1, 111m);

        var revised = Derived(2, 120m, old);
        Assert.Equal(new(9m, Unit.KilowattHour, Household.Day(1)), revised!.Consumption);
        Assert.Equal(Judgement.Accept, revised.Judgement);
        Assert.Null(Derived(2, 120m, revised));
        Assert.Equal([120m], _home.Past.SuccessorsOf(Household.Day(1)).Select(row => row.Value));
    }

    [Fact]
    public void A_shadow_is_no_baseline_for_what_is_posted()
    {
        _home.Take(0, 100m);
        _home.Past.Put(new(Household.Day(1).ToUnixTimeSeconds(), 300m, Source.DailyFreeze, RowMarks.Held));

        var verdict = _home.Take(2, 308m);
        Assert.Equal(new(208m, Unit.KilowattHour, Household.Day(0)), verdict.Consumption);
    }

    [Fact]
    public void An_actual_below_an_estimate_but_not_below_the_last_actual_waits_for_a_person()
    {
        _home.Take(0, 100m);
        _home.Past.Put(new(Household.Day(1).ToUnixTimeSeconds(), 110m, Source.Estimate, RowMarks.None));

        var verdict = _home.Take(2, 105m);
        Expect(verdict, Judgement.Suspect, null, RuleId.Decrease);
        Assert.True(verdict.Held);
        Expect(_home.Judged(2, 99m, Source.Current), Judgement.Reject, null, RuleId.Decrease);
    }

    [Fact]
    public void A_freeze_dated_by_a_fast_meter_is_no_decrease()
    {
        _home.Take(0, 100m);
        _home.Take(1 - (1 / 1440.0), 108.10m, Source.Current);

        Expect(_home.Take(1, 108.02m), Judgement.Accept, 0m, RuleId.Jitter);
        Expect(_home.Take(2, 116.10m), Judgement.Accept, 8m);
    }

    private Verdict? Derived(double day, decimal value, Verdict old) =>
        Judge.Rederived(_home.Set(Household.Day(day), value), old, _home.Past, _home.Parameters);
}
