using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Validation;

public sealed class FirstRulesTests
{
    private readonly Household _home = new();

    [Fact]
    public void The_first_reading_is_accepted_without_consumption()
    {
        var verdict = _home.Take(0, 100m);

        Expect(verdict, Judgement.Accept, null, RuleId.FirstReading);
    }

    [Fact]
    public void A_plain_day_fires_nothing_and_runs_from_the_day_before()
    {
        _home.Take(0, 100.00m);
        var verdict = _home.Take(1, 108.31m);

        Expect(verdict, Judgement.Accept, 8.31m);
        Assert.Equal(new(8.31m, Unit.KilowattHour, Household.Day(0)), verdict.Consumption);
        Assert.Equal("2.0.1", verdict.Quality);
        Assert.Equal("", verdict.Why);
    }

    [Fact]
    public void The_same_key_within_a_step_is_a_repeat()
    {
        _home.Take(0, 100m);
        _home.Take(1, 108m);
        var verdict = _home.Take(1, 108.01m);

        Expect(verdict, Judgement.Accept, 0m, RuleId.Duplicate);
        Assert.True(verdict.IsRepeat);
    }

    [Fact]
    public void Another_value_of_the_same_key_is_held_and_the_first_stays_in_force()
    {
        _home.Take(0, 100m);
        _home.Take(1, 108m);
        var verdict = _home.Take(1, 109m);

        Expect(verdict, Judgement.Suspect, null, RuleId.Conflict);
        Assert.True(verdict.Held);
        Assert.False(verdict.IsRepeat);
        Assert.Equal("2.5.258", verdict.Quality);
        Assert.Equal(108m, _home.Past.At(Household.Day(1), Source.DailyFreeze)!.Value.Value);
        Assert.True(_home.Take(1, 109m).IsRepeat);
        Expect(_home.Take(2, 116m), Judgement.Accept, 8m);
    }

    [Fact]
    public void Two_sources_of_one_instant_that_agree_are_billed_once()
    {
        _home.Take(0, 100m);
        _home.Take(1, 108m);
        Expect(_home.Take(1, 108.01m, Source.Settlement), Judgement.Accept, 0m);
        Expect(_home.Take(2, 116m), Judgement.Accept, 8m);
    }

    [Fact]
    public void Two_sources_of_one_instant_that_disagree_are_a_conflict()
    {
        _home.Take(0, 100m);
        _home.Take(1, 108m);

        Expect(_home.Take(1, 112m, Source.Settlement), Judgement.Suspect, null, RuleId.Conflict);
    }

    [Fact]
    public void An_actual_replaces_the_estimate_of_its_slot_and_says_what_to_true_up()
    {
        _home.Take(0, 1294.54m);
        _home.Past.Put(new(Household.Day(1).ToUnixTimeSeconds(), 1302.44m, Source.Estimate, RowMarks.None));
        var verdict = _home.Take(1, 1303.19m);

        Expect(verdict, Judgement.Accept, 8.65m, RuleId.ReplacesEstimate);
        Assert.Equal(0.75m, verdict.Adjustment);
        Assert.Equal(2, _home.Past.Count);
    }

    [Theory]
    [InlineData(300, Judgement.Accept)]
    [InlineData(301, Judgement.Reject)]
    public void A_date_later_than_the_reply_is_tolerated_for_five_minutes(int seconds, Judgement expected)
    {
        _home.Take(0, 100m);
        var set = _home.Set(Household.Day(1), 108m);
        var verdict = _home.Judged(set with { ReadAt = set.Instant.AddSeconds(-seconds) });

        Assert.Equal(expected, verdict.Judgement);
        if (expected == Judgement.Reject) Expect(verdict, Judgement.Reject, null, RuleId.Time);
    }

    [Fact]
    public void Nothing_is_early_while_the_collectors_own_clock_is_not_trusted()
    {
        var home = new Household { Around = new() { IsClockTrusted = false } };
        var set = home.Set(Household.Day(1), 108m);

        Assert.Equal(Judgement.Accept, home.Judged(set with { ReadAt = set.Instant.AddDays(-1) }).Judgement);
        Assert.Equal(Judgement.Accept, _home.Judged(set with { ReadAt = set.Instant.AddDays(-1), IsClockTrusted = false }).Judgement);
    }

    [Theory]
    [InlineData(2026, Judgement.Reject)] // not synchronised, but no clock is so far behind: a date from 2099 stays one
    [InlineData(1970, Judgement.Accept)] // a collector without a clock
    public void More_than_a_year_early_is_no_matter_of_trust(int collector, Judgement expected)
    {
        var set = new Household().Set(Household.Day(1), 108m) with { IsClockTrusted = false };
        var late = set with { Instant = set.Instant.AddYears(73), ReadAt = new DateTimeOffset(collector, 6, 2, 0, 0, 0, TimeSpan.Zero) };
        Assert.Equal(expected, new Household().Judged(late).Judgement);
    }

    [Fact]
    public void A_date_before_the_installation_is_refused()
    {
        var home = new Household { Meter = _home.Meter with { Installed = new(2026, 6, 3) } };

        Expect(home.Judged(1, 100m), Judgement.Reject, null, RuleId.Time);
        Assert.Equal(Judgement.Accept, home.Judged(3, 100m).Judgement);
    }

    [Theory]
    [InlineData("12345601", "000012345601", true)]
    [InlineData("000012345601", "12345601", true)]
    [InlineData("7", "07", true)]
    [InlineData("0", "00", true)]
    [InlineData("000012345601", "000012345602", false)]
    [InlineData("000012345601", "", false)]
    [InlineData("AAAAAAAAAAAA", "AAAAAAAAAAAA", false)]
    public void The_listed_meter_must_have_answered(string listed, string replied, bool isSame)
    {
        var home = new Household { Meter = _home.Meter with { Address = listed } };
        var verdict = home.Judged(home.Set(Household.Day(0), 100m) with { RepliedFrom = replied });

        if (isSame) Assert.Equal(Judgement.Accept, verdict.Judgement);
        else Expect(verdict, Judgement.Reject, null, RuleId.MeterId);
    }

    public static TheoryData<decimal?, bool> Numbers => new()
    {
        { null, false }, { -0.01m, false }, { 0m, true }, { 999999.99m, true }, { 1000000m, false }, { 12.345m, false }, { 12.340m, true }, { 79228162514264337593543950335m, false },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Only_what_the_register_can_show_is_a_reading(decimal? value, bool isNumber)
    {
        var verdict = _home.Take(0, value);

        if (isNumber) Assert.Equal(Judgement.Accept, verdict.Judgement);
        else Expect(verdict, Judgement.Reject, null, RuleId.Format);
        Assert.NotEqual("", verdict.Why);
    }

    [Fact]
    public void A_refusal_that_was_met_before_is_a_repeat()
    {
        _home.Take(0, 100m);
        Assert.False(_home.Take(1, null).IsRepeat);
        Assert.True(_home.Take(1, null).IsRepeat);
        Assert.False(_home.Take(1, 50m).IsRepeat);
        Assert.True(_home.Take(1, 50m).IsRepeat);
    }

    [Fact]
    public void One_step_backwards_costs_nothing_and_the_baseline_stays()
    {
        _home.Take(0, 100.00m);
        Expect(_home.Take(1, 99.99m), Judgement.Accept, 0m, RuleId.Jitter);
        Expect(_home.Take(2, 103.00m), Judgement.Accept, 3m);
        Expect(_home.Take(3, 102.98m), Judgement.Reject, null, RuleId.Decrease);
    }

    [Fact]
    public void A_fall_that_nothing_explains_is_refused_and_never_a_baseline()
    {
        _home.Take(0, 5496.94m);
        var verdict = _home.Take(1, 5459.44m);
        Expect(verdict, Judgement.Reject, null, RuleId.Decrease);
        Assert.Equal("2.7.3", verdict.Quality);
        Assert.Contains("5496.94", verdict.Why, StringComparison.Ordinal);
        Expect(_home.Take(2, 5500.00m), Judgement.Accept, 3.06m, RuleId.Gap);
    }

    [Fact]
    public void A_register_whose_model_knows_where_it_wraps_is_measured_over_that()
    {
        var home = new Household { Meter = new() { Id = new("000012345601"), Address = "000012345601", Digits = 12 } };
        RegisterSet Set(double day, decimal value) => home.Set(Household.Day(day), value) is var set
            ? set with { Registers = [set.Registers[0] with { Wrap = 1_000_000_000m }] }
            : throw new InvalidOperationException();

        home.Past.Put(TimelineRow.Of(Household.Day(0), Source.DailyFreeze, 999_999_995m, home.Judged(Set(0, 999_999_995m))));
        Expect(home.Judged(Set(1, 3.10m)), Judgement.Accept, 8.10m, RuleId.Rollover);
        Assert.NotEqual(Judgement.Accept, home.Judged(1, 3.10m).Judgement); // by the digits of the list it fell
    }

    [Fact]
    public void A_register_that_passes_its_end_is_measured_over_it()
    {
        _home.Take(0, 999995.00m);
        var verdict = _home.Take(1, 3.10m);

        Expect(verdict, Judgement.Accept, 8.10m, RuleId.Rollover);
        Assert.Equal("2.4.1", verdict.Quality);
        Expect(_home.Take(2, 10.10m), Judgement.Accept, 7m);
    }

    [Fact]
    public void A_small_register_that_may_have_wrapped_twice_is_held()
    {
        var home = new Household { Meter = _home.Meter with { Digits = 3 } };
        home.Take(0, 990m);
        var verdict = home.Take(2, 5m);

        Expect(verdict, Judgement.Suspect, null, RuleId.Ambiguous);
        Assert.True(verdict.Held);
    }

    [Theory]
    [InlineData(380.17, Judgement.Accept)]
    [InlineData(380.18, Judgement.Reject)]
    public void More_than_the_meter_can_carry_is_refused_to_the_last_step(double kilowattHours, Judgement expected)
    {
        _home.Take(0, 1000m);
        var verdict = _home.Take(1, 1000m + (decimal)kilowattHours);

        Assert.Equal(expected == Judgement.Reject, verdict.Rules.Contains(RuleId.MaxEnergy));
        if (expected == Judgement.Reject) Assert.Equal("2.5.256", verdict.Quality);
    }

    public static TheoryData<Wiring, decimal, decimal, decimal, decimal, decimal> Ceilings => new()
    {
        { Wiring.SinglePhase, 220, 60, 1, 1, 380.16m },
        { Wiring.ThreePhaseFourWire, 220, 6, 80, 1, 9123.84m },
        { Wiring.ThreePhaseThreeWire, 100, 6, 30, 100, 89789.51m },
    };

    [Theory]
    [MemberData(nameof(Ceilings))]
    public void The_ceiling_follows_wiring_ratings_and_ratios(Wiring wiring, decimal volts, decimal amperes, decimal ct, decimal pt, decimal expected)
    {
        var home = new Household { Meter = _home.Meter with { Wiring = wiring, UnV = volts, ImaxA = amperes, Ct = ct, Pt = pt } };
        var trial = new Trial(home.Set(Household.Day(1), 1m), home.Set(Household.Day(1), 1m).Registers[0], _ => home.Past, home.Parameters, home.Around);

        Assert.Equal(expected, decimal.Round(trial.Ceiling(86400, Source.DailyFreeze)!.Value * trial.Multiplier, 2));
    }

    [Fact]
    public void Consumption_is_the_difference_times_both_ratios_exactly()
    {
        var home = new Household { Meter = _home.Meter with { Ct = 80, Wiring = Wiring.ThreePhaseFourWire, ImaxA = 6 } };
        home.Take(0, 100.01m);

        Expect(home.Take(1, 170.42m), Judgement.Accept, 5632.80m);
    }

    [Fact]
    public void A_demand_may_fall_and_has_no_consumption()
    {
        _home.Past.Put(new(Household.Day(0).ToUnixTimeSeconds(), 5m, Source.DailyFreeze, RowMarks.None));
        var verdict = _home.Judged(_home.Set(Household.Day(1), 1.5m, kind: ItemKind.Demand));

        Expect(verdict, Judgement.Accept, null);
    }

    internal static void Expect(Verdict verdict, Judgement judgement, decimal? consumption, params string[] rules)
    {
        Assert.Equal(rules, verdict.Rules);
        Assert.Equal(judgement, verdict.Judgement);
        Assert.Equal(consumption, verdict.Consumption?.Value);
        Assert.Equal(rules.Length > 0, verdict.Why.Length > 0);
    }
}
