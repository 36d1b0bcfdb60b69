using AmrCollector.Metering;
using AmrCollector.Validation;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Validation;

public sealed class EstimateProperties
{
    private const int Days = 24;
    private const decimal Modulus = 1_000_000m;

    /// <summary>A small meter (220 V 5 A: 31.68 kWh a day), what it used each day in hundredths, and the days nobody read.</summary>
    private static readonly Gen<(int First, int[] Energy, int Gap, int Length, bool IsOpen)> Lives =
        from first in Gen.OneOf(Gen.Choose(0, 50_000_000), Gen.Choose(99_950_000, 99_999_999))
        from energy in Gen.OneOf(Gen.Choose(0, 3168), Gen.Elements(0, 3168)).ArrayOf(Days)
        from gap in Gen.Choose(8, 20)
        from length in Gen.Choose(1, 6)
        from isOpen in Gen.Elements(true, false)
        select (first, energy, gap, Math.Min(length, Days - gap - 1), isOpen);

    [Fact]
    public void No_estimate_is_above_what_the_meter_can_carry_nor_leaves_more_than_that_for_the_rest() =>
        Prop.ForAll(Lives.ToArbitrary(), life =>
        {
            Household house = new() { Meter = new() { Id = new("000012345601"), Address = "000012345601", ImaxA = 5 } };
            var register = new RegisterValue { Item = Household.Total, Unit = Unit.KilowattHour };
            for (var day = 0; day < life.Gap; day++) Put(house, day, Register(life, day));
            if (!life.IsOpen) Put(house, life.Gap + life.Length, Register(life, life.Gap + life.Length));
            var before = (Day: life.Gap - 1, Value: Register(life, life.Gap - 1));
            for (var day = life.Gap; day < life.Gap + life.Length; day++)
            {
                var estimate = Estimation.Of(house.Meter, register, Household.Day(day), house.Past, house.Parameters);
                if (estimate.Value is not { } value) return true;
                if (!Fits(before, (day, value))) return false;
                if (estimate.Verdict.Consumption!.Value != Way(before.Value, value)) return false;
                house.Past.Put(TimelineRow.Of(Household.Day(day), Source.Estimate, value, estimate.Verdict));
                before = (day, value);
            }

            return life.IsOpen || Fits(before, (life.Gap + life.Length, Register(life, life.Gap + life.Length)));
        }).QuickCheckThrowOnFailure();

    private static bool Fits((int Day, decimal Value) from, (int Day, decimal Value) to) => Way(from.Value, to.Value) <= (31.68m * (to.Day - from.Day)) + 0.01m;

    private static decimal Way(decimal from, decimal to) => to >= from ? to - from : to - from + Modulus;

    private static decimal Register((int First, int[] Energy, int Gap, int Length, bool IsOpen) life, int day) => ((life.First + life.Energy.Take(day).Sum()) / 100m) % Modulus;

    private static void Put(Household house, int day, decimal value) =>
        house.Past.Put(TimelineRow.Of(Household.Day(day), Source.DailyFreeze, value, new() { Judgement = Judgement.Accept }));
}
