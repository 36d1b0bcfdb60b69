using AmrCollector.Simulator;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Simulator;

public class FreezeTests
{
    [Theory]
    [InlineData(1, "00 00 22 11 26")]
    [InlineData(2, "00 00 21 11 26")]
    [InlineData(62, "00 00 22 09 26")]
    public void A_daily_freeze_carries_its_midnight_and_holds_the_registers_of_it(int record, string date)
    {
        var probe = BusProbe.Of("dlt645-2007-1p");
        Assert.Equal(Hex.Of(date), probe.Read($"050600{record:X2}").Data[4..]);

        var midnight = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.FromHours(8)).AddDays(1 - record);
        Assert.Equal(midnight, probe.Meter.MidnightBefore(probe.Now, record - 1));
        var block = probe.Read($"050601{record:X2}").Data.AsSpan(4);
        for (var tariff = 0; tariff <= 4; tariff++)
            Assert.Equal(probe.Meter.RegisterAt($"1-0:1.8.{tariff}", midnight), BusProbe.Hundredths(block.Slice(4 * tariff, 4)));
    }

    [Fact]
    public void A_clock_that_is_fast_freezes_before_midnight_and_says_midnight()
    {
        var probe = BusProbe.Of("dlt645-2007-1p", load: AmrCollector.Simulator.Loads.LoadKind.Household);
        probe.Meter.Faults = MeterFaults.None with { ClockOff = TimeSpan.FromHours(1) };
        Assert.Equal(Hex.Of("00 00 22 11 26"), probe.Read("05060001").Data[4..]);
        var early = new DateTimeOffset(2026, 11, 21, 23, 0, 0, TimeSpan.FromHours(8));
        Assert.Equal(probe.Meter.RegisterAt("1-0:1.8.0", early), BusProbe.Hundredths(probe.Read("05060101").Data.AsSpan(4, 4)));
        Assert.NotEqual(probe.Meter.RegisterAt("1-0:1.8.0", early), probe.Meter.RegisterAt("1-0:1.8.0", early.AddHours(1)));
    }

    [Theory]
    [InlineData("00010001", 2026, 11)]
    [InlineData("0001000B", 2026, 1)]
    [InlineData("0001000C", 2025, 12)]
    public void A_settlement_register_holds_the_first_of_its_month(string id, int year, int month)
    {
        var probe = BusProbe.Of("dlt645-2007-1p");
        var first = new DateTimeOffset(year, month, 1, 0, 0, 0, TimeSpan.FromHours(8));
        Assert.Equal(probe.Meter.RegisterAt("1-0:1.8.0", first), BusProbe.Hundredths(probe.Read(id).Data.AsSpan(4)));
    }

    [Fact]
    public void A_broadcast_freeze_is_kept_by_every_meter_and_answered_by_none()
    {
        var probe = BusProbe.Of("dlt645-2007-1p", count: 3);
        Assert.Empty(probe.Ask(0x16, "99999999", "999999999999"));
        probe.Now += TimeSpan.FromHours(2);
        Assert.Equal(Hex.Of("20 09 22 11 26"), probe.Read("05010001", "202611210003").Data[4..]);
        Assert.Equal(0x96, BusProbe.Open(probe.Ask(0x16, "99999999")).Control);
        Assert.Equal(Hex.Of("20 11 22 11 26"), probe.Read("05010001").Data[4..]);
        Assert.Equal(Hex.Of("20 09 22 11 26"), probe.Read("05010002").Data[4..]);
    }
}
