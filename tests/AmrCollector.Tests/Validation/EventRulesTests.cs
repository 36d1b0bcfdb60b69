using AmrCollector.Metering;
using AmrCollector.Validation;
using static AmrCollector.Tests.Validation.FirstRulesTests;

namespace AmrCollector.Tests.Validation;

public sealed class EventRulesTests
{
    [Theory]
    [InlineData(MeterEventKind.CoverOpen, RuleId.TamperEvent, Judgement.Suspect)]
    [InlineData(MeterEventKind.TerminalCoverOpen, RuleId.TamperEvent, Judgement.Suspect)]
    [InlineData(MeterEventKind.Programming, RuleId.TamperEvent, Judgement.Suspect)]
    [InlineData(MeterEventKind.Magnetic, RuleId.Magnetic, Judgement.Suspect)]
    [InlineData(MeterEventKind.LowPowerFactor, RuleId.PowerFactor, Judgement.Accept)]
    [InlineData(MeterEventKind.Unbalance, RuleId.Unbalance, Judgement.Accept)]
    public void An_event_of_the_interval_is_told_and_holds_nothing(MeterEventKind kind, string rule, Judgement expected)
    {
        var verdict = Day(new MeterEvent(kind, Household.Day(0.5)));

        Expect(verdict, expected, 8m, rule);
        Assert.False(verdict.Held);
        Expect(Day(new MeterEvent(kind, Household.Day(-0.5))), Judgement.Accept, 8m);
    }

    [Theory]
    [InlineData(15, true)]
    [InlineData(14, false)]
    public void A_metering_fault_of_a_quarter_of_an_hour_calls_for_a_supplement(int minutes, bool isFault)
    {
        var verdict = Day(new MeterEvent(MeterEventKind.VoltageLoss, Household.Day(0.5), Household.Day(0.5).AddMinutes(minutes), Phase: "B"));

        Assert.Equal(isFault, verdict.Rules.Contains(RuleId.MeteringFault));
        Assert.False(verdict.Held);
        if (isFault) Assert.Contains("phase B", verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clear_without_a_snapshot_is_billed_by_the_days_before_and_starts_anew()
    {
        var home = new Household { Around = new() { Events = [new(MeterEventKind.MeterClear, Household.Day(30.5))] } };
        var last = home.Live(30, _ => 8);
        var verdict = home.Take(31, 2.15m);

        Expect(verdict, Judgement.Estimate, 8m, RuleId.Reset, RuleId.LikeDay);
        Expect(home.Take(32, 10.15m), Judgement.Accept, 8m);
        Assert.Equal(1240m, last);
    }

    [Fact]
    public void Tariffs_that_do_not_add_up_hold_the_split_and_not_the_total()
    {
        var verdicts = Tariffs(total: 108m, 20m, 30m, 40m, 17.95m);

        Assert.All(verdicts, verdict => Assert.Contains(RuleId.TariffSum, verdict.Rules));
        Assert.False(verdicts[0].Held);
        Assert.All(verdicts.Skip(1), verdict => Assert.True(verdict.Held));
        Assert.All(Tariffs(total: 108m, 20m, 30m, 40m, 17.96m), verdict => Assert.Empty(verdict.Rules));
    }

    [Fact]
    public void A_clock_far_off_holds_the_split_and_not_the_total()
    {
        var verdicts = Tariffs(total: 108m, clock: TimeSpan.FromMinutes(-12), 20m, 30m, 40m, 18m);

        Assert.All(verdicts, verdict => Assert.Equal([RuleId.Clock], verdict.Rules));
        Assert.Equal((false, "2.1.9"), (verdicts[0].Held, verdicts[0].Quality));
        Assert.All(verdicts.Skip(1), verdict => Assert.True(verdict.Held));
    }

    [Fact]
    public void The_date_of_a_stored_record_says_nothing_of_the_clock()
    {
        var home = new Household { Around = new() { IsTou = true } };
        home.Take(0, 100m);
        var set = home.Set(Household.Day(1), 108m);

        Expect(home.Judged(set with { MeterTime = set.Instant, ReadAt = set.Instant.AddDays(3) }), Judgement.Accept, 8m);
    }

    [Fact]
    public void A_tariff_that_fell_makes_the_total_suspect()
    {
        var verdicts = Tariffs(total: 108m, 4m, 46m, 40m, 18m);

        Assert.Equal([RuleId.TariffAnomaly], verdicts[0].Rules);
        Assert.Equal([RuleId.Decrease], verdicts[1].Rules);
    }

    [Fact]
    public void An_exchange_is_measured_on_both_meters_and_the_new_address_is_believed()
    {
        var order = new WorkOrder { At = Household.Day(0.4), IsExchange = true, Before = 103.40m, After = 0.35m, NewAddress = "000012345777" };
        var home = new Household { Around = new() { Orders = [order] } };
        home.Take(0, 100m);
        var set = home.Set(Household.Day(1), 5.05m) with { RepliedFrom = "000012345777" };

        Expect(home.Judged(set), Judgement.Accept, 8.10m, RuleId.Exchange);
        Expect(home.Judged(set with { RepliedFrom = "000012345778" }), Judgement.Reject, null, RuleId.MeterId);
    }

    [Fact]
    public void A_change_of_ratio_bills_each_part_with_its_own()
    {
        var order = new WorkOrder { At = Household.Day(0.5), IsExchange = false, Before = 110m, After = 110m, OldMultiplier = 80 };
        var home = new Household { Meter = new() { Id = new("1"), Address = "1", Ct = 40, ImaxA = 6, Wiring = Wiring.ThreePhaseFourWire }, Around = new() { Orders = [order] } };
        home.Take(0, 100m);

        var verdict = home.Take(1, 115m);
        Expect(verdict, Judgement.Accept, 1000m, RuleId.RatioChange);
        Expect(home.Take(2, 120m), Judgement.Accept, 200m);
    }

    [Fact]
    public void Signed_reactive_energy_may_fall_below_zero()
    {
        var home = new Household();
        var item = ObisCode.Parse("1-0:3.8.0");
        RegisterSet Reactive(double day, decimal value)
        {
            var set = home.Set(Household.Day(day), value);
            return set with { Registers = [set.Registers[0] with { Item = item, Unit = Unit.KilovarHour }] };
        }

        home.Past.Put(new(Household.Day(0).ToUnixTimeSeconds(), 1m, Source.DailyFreeze, RowMarks.None));
        Expect(home.Judged(Reactive(1, -2m)), Judgement.Accept, -3m, RuleId.NetExport);
        Expect(home.Judged(Reactive(1, 0.5m)), Judgement.Reject, null, RuleId.Decrease);
    }

    private static Verdict Day(MeterEvent happening)
    {
        var home = new Household { Around = new() { Events = [happening] } };
        home.Take(0, 100m);
        return home.Judged(1, 108m);
    }

    [Fact]
    public void One_tariff_that_fell_holds_the_split_of_the_whole_frame()
    {
        var verdicts = Tariffs(total: 108m, 20m, 30m, 42m, 15.9m);

        Assert.All(verdicts.Take(4), verdict => Assert.Contains(RuleId.TariffAnomaly, verdict.Rules));
        Assert.All(verdicts.Take(4), verdict => Assert.True(verdict.Held));
        Assert.Equal(Judgement.Reject, verdicts[4].Judgement);
    }

    /// <summary>A new meter that shows a step less than the fitter wrote down: nothing is billed twice, and nothing is lost.</summary>
    [Fact]
    public void A_step_below_the_start_register_of_an_exchange_is_no_energy()
    {
        var order = new WorkOrder { At = Household.Day(0.4), IsExchange = true, Before = 103.40m, After = 5.00m, NewAddress = "000012345777" };
        var home = new Household { Around = new() { Orders = [order] } };
        home.Take(0, 100m);

        Expect(home.Take(1, 4.99m), Judgement.Accept, 0m, RuleId.Exchange, RuleId.Jitter);
        Expect(home.Take(2, 6.00m), Judgement.Accept, 3.40m + 1.00m, RuleId.Exchange);
        Expect(home.Take(3, 7.00m), Judgement.Accept, 1.00m);
    }

    private static IReadOnlyList<Verdict> Tariffs(decimal total, params decimal[] rates) => Tariffs(total, TimeSpan.Zero, rates);

    private static IReadOnlyList<Verdict> Tariffs(decimal total, TimeSpan clock, params decimal[] rates)
    {
        var home = new Household();
        decimal[] before = [100m, 18m, 28m, 38m, 16m];
        var histories = new Dictionary<ObisCode, RegisterTimeline>();
        for (byte i = 0; i < before.Length; i++)
        {
            histories[Household.Total with { E = i }] = new();
            histories[Household.Total with { E = i }].Put(new(Household.Day(0).ToUnixTimeSeconds(), before[i], Source.DailyFreeze, RowMarks.None));
        }

        var set = home.Set(Household.Day(1), total);
        var registers = rates.Select((rate, i) => set.Registers[0] with { Item = Household.Total with { E = (byte)(i + 1) }, Value = rate });
        return Judge.Of(set with { Registers = [set.Registers[0], .. registers], MeterTime = set.ReadAt + clock }, item => histories[item], home.Parameters);
    }
}
