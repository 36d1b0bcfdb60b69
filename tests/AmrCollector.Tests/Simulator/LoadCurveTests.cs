using AmrCollector.Simulator;
using AmrCollector.Simulator.Loads;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Simulator;

public class LoadCurveTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 16, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_register_never_falls_and_its_tariffs_add_up_at_any_two_instants()
    {
        Prop.ForAll<int, uint, uint>((number, from, span) =>
        {
            var meter = MeterOf(Math.Abs((long)number), null);
            var first = Start - TimeSpan.FromSeconds(from % (400 * 86_400));
            var second = first + TimeSpan.FromSeconds(span % (3 * 86_400));
            foreach (var quantity in (string[])["1", "2"])
            {
                if (meter.RegisterAt($"1-0:{quantity}.8.0", second) < meter.RegisterAt($"1-0:{quantity}.8.0", first)) return false;
                var tariffs = Enumerable.Range(1, 4).Sum(tariff => meter.RegisterAt($"1-0:{quantity}.8.{tariff}", second));
                if (tariffs != meter.RegisterAt($"1-0:{quantity}.8.0", second)) return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_same_seed_gives_the_same_register_in_every_run()
    {
        var (one, other) = (MeterOf(17, null), MeterOf(17, null));
        for (var hour = 0; hour < 400; hour++)
            Assert.Equal(one.RegisterAt("1-0:1.8.0", Start.AddHours(hour)), other.RegisterAt("1-0:1.8.0", Start.AddHours(hour)));
        Assert.NotEqual(one.RegisterAt("1-0:1.8.0", Start), MeterOf(18, null).RegisterAt("1-0:1.8.0", Start));
    }

    [Theory]
    [InlineData(LoadKind.Household)]
    [InlineData(LoadKind.Shop)]
    [InlineData(LoadKind.Workshop)]
    [InlineData(LoadKind.Lighting)]
    public void The_energy_of_a_quarter_is_the_power_shown_in_it(LoadKind load)
    {
        var curve = CurveOf(5, load);
        for (var quarter = 0; quarter < 7 * 96; quarter++)
        {
            var from = LocalTime.Of(Start.AddMinutes(15 * quarter), TimeSpan.FromHours(8));
            var to = new LocalTime(from.Second + 900);
            var joules = (Sum(curve.EnergyAt(to)) - Sum(curve.EnergyAt(from))) >> 20;
            Assert.InRange(joules - (curve.MilliwattsAt(from) * 900 / 1000), -2, 2);
        }
    }

    [Fact]
    public void A_flat_uses_what_flats_use_and_a_single_phase_meter_can_carry_it()
    {
        for (var number = 0; number < 200; number++)
        {
            var meter = MeterOf(number, LoadKind.Household);
            var week = meter.RegisterAt("1-0:1.8.0", Start) - meter.RegisterAt("1-0:1.8.0", Start.AddDays(-7));
            Assert.InRange(week, 7m, 210m);
            for (var hour = 0; hour < 48; hour++)
                Assert.InRange(Math.Abs(meter.ValuesAt(Start.AddHours(hour)).MilliamperesOf(0)), 0, 60_000);
        }
    }

    [Fact]
    public void A_shop_rests_on_sunday_and_a_roof_feeds_back_only_by_day()
    {
        var shop = MeterOf(3, LoadKind.Shop);
        var sunday = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.FromHours(8));
        Assert.True(Used(shop, sunday) * 3 < Used(shop, sunday.AddDays(1)));

        var roof = MeterOf(4, LoadKind.Solar);
        Assert.Equal(roof.RegisterAt("1-0:2.8.0", sunday), roof.RegisterAt("1-0:2.8.0", sunday.AddHours(7)));
        Assert.True(roof.RegisterAt("1-0:2.8.0", sunday.AddHours(17)) > roof.RegisterAt("1-0:2.8.0", sunday));
        Assert.True(roof.ValuesAt(sunday.AddHours(12)).Milliwatts < 0);
        Assert.Equal(0, MeterOf(5, LoadKind.Empty).ValuesAt(sunday).Milliwatts);

        static decimal Used(SimulatedMeter meter, DateTimeOffset day) =>
            meter.RegisterAt("1-0:1.8.0", day.AddDays(1)) - meter.RegisterAt("1-0:1.8.0", day);
    }

    [Fact]
    public void Phases_share_the_energy_and_each_of_them_only_grows()
    {
        var meter = new BusProbe(BusProbe.Plan("abb-b23", load: LoadKind.Workshop)).Meter;
        var before = new long[3];
        for (var hour = 0; hour < 100; hour++)
        {
            var registers = meter.RegistersAt(Start.AddHours(hour));
            var sum = 0L;
            for (var phase = 0; phase < 3; phase++)
            {
                Assert.True(registers.ImportOfPhase(phase) >= before[phase]);
                sum += before[phase] = registers.ImportOfPhase(phase);
            }

            Assert.InRange(registers.Import.Total - sum, 0, 3);
        }
    }

    private static SimulatedMeter MeterOf(long number, LoadKind? load)
    {
        var plan = BusProbe.Plan("dlt645-2007-1p", load: load);
        plan = plan with { Groups = [plan.Groups[0] with { FirstNumber = number }] };
        return new BusProbe(plan).Meter;
    }

    private static LoadCurve CurveOf(ulong seed, LoadKind load) => new(load, 1024, seed, new Weather(1));

    private static long Sum(EnergyTally tally) => tally.Import[0] + tally.Import[1] + tally.Import[2] + tally.Import[3];
}
