using AmrCollector.Simulator;
using AmrCollector.Simulator.Loads;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Simulator;

/// <summary>1CH and what is paid in advance (dossier §5.12, §14).</summary>
public class RelayTests
{
    private const string Authority = "0256341278563412", Forever = "595923311299";

    [Fact]
    public void A_tripped_meter_says_so_draws_nothing_and_remembers()
    {
        var probe = Meter(group => group);
        Assert.Equal(0x9C, Control(probe, 0x1A).Control);
        Assert.True(probe.Meter.IsDisconnectedAt(probe.Now));
        Assert.Equal(0x50, probe.Read("04000503").Data[4] & 0x50);
        Assert.Equal(Hex.Of("00 00 00"), probe.Read("02030000").Data[4..]);
        var standing = probe.Read("00010000").Data;
        probe.Now += TimeSpan.FromHours(5);
        Assert.Equal(standing, probe.Read("00010000").Data);
        Assert.Equal(Hex.Of("01 00 00"), probe.Read("1D000001").Data[4..]);
        var record = probe.Read("1D00FF01").Data;
        Assert.Equal(Hex.Of("15 20 09 22 11 26 78 56 34 12"), record[4..14]);
        Assert.Equal(4 + 34, record.Length);
    }

    [Fact]
    public void What_flows_after_closing_adds_to_what_flowed_before()
    {
        var (probe, twin) = (Meter(group => group), Meter(group => group));
        Control(probe, 0x1A);
        probe.Now += TimeSpan.FromHours(5);
        Control(probe, 0x1C);
        Assert.False(probe.Meter.IsDisconnectedAt(probe.Now));
        var later = probe.Now + TimeSpan.FromDays(3);
        var missed = twin.Meter.RegisterAt("1-0:1.8.0", probe.Now) - twin.Meter.RegisterAt("1-0:1.8.0", twin.Now);
        Assert.True(missed > 0);
        Assert.InRange(twin.Meter.RegisterAt("1-0:1.8.0", later) - missed - probe.Meter.RegisterAt("1-0:1.8.0", later), -0.05m, 0.05m);
        Assert.Equal(Hex.Of("01 00 00"), probe.Read("1E000001").Data[4..]);
    }

    [Fact]
    public void A_meter_that_may_be_closed_waits_for_the_button()
    {
        var probe = Meter(group => group);
        probe.Meter.PressButton(probe.Now);
        Control(probe, 0x1A);
        probe.Meter.PressButton(probe.Now);
        Assert.True(probe.Meter.IsDisconnectedAt(probe.Now));
        Control(probe, 0x1B);
        Assert.Equal(0x10, probe.Read("04000503").Data[4] & 0x50);
        probe.Meter.PressButton(probe.Now);
        Assert.False(probe.Meter.IsDisconnectedAt(probe.Now));
    }

    [Fact]
    public void While_power_is_kept_no_trip_is_accepted()
    {
        var probe = Meter(group => group);
        Control(probe, 0x3A);
        Assert.Equal(0x10, probe.Read("04000503").Data[5] & 0x10);
        Assert.Equal((0xDC, 0x01), (Control(probe, 0x1A).Control, Control(probe, 0x1A).Data[0]));
        probe.Meter.Faults = MeterFaults.None with { LongControlErrors = true };
        Assert.Equal(Hex.Of("20 80"), Control(probe, 0x1A).Data);
        Control(probe, 0x3B);
        Assert.Equal(0x9C, Control(probe, 0x1A).Control);
    }

    [Theory]
    [InlineData("142009221126", 0xDC)]
    [InlineData("162009221126", 0x9C)]
    [InlineData("FF5923311299", 0xDC)]
    public void A_command_that_has_expired_is_refused(string until, byte control) =>
        Assert.Equal(control, Control(Meter(group => group), 0x1A, until: until).Control);

    [Fact]
    public void A_trip_may_be_delayed_and_a_pre_trip_restores_itself()
    {
        var probe = Meter(group => group);
        probe.Ask(0x14, "01140004" + "0456341278563412" + "1000");
        Control(probe, 0x1A);
        Assert.False(probe.Meter.IsDisconnectedAt(probe.Now.AddMinutes(9)));
        Assert.True(probe.Meter.IsDisconnectedAt(probe.Now.AddMinutes(10)));

        var other = Meter(group => group);
        Control(other, 0x1D, delay: 0x15);
        Assert.True(other.Meter.IsDisconnectedAt(other.Now));
        Assert.Equal(0x80, other.Read("04000503").Data[4] & 0x80);
        Assert.False(other.Meter.IsDisconnectedAt(other.Now.AddMinutes(15)));
        Control(other, 0x1E, delay: 0x15);
        Assert.True(other.Meter.IsDisconnectedAt(other.Now.AddHours(1)));
        other.Meter.PressButton(other.Now.AddHours(1));
        Assert.False(other.Meter.IsDisconnectedAt(other.Now.AddHours(1)));
    }

    [Fact]
    public void A_wrong_password_and_an_unknown_command_do_nothing()
    {
        var probe = Meter(group => group);
        Assert.Equal([0x04], BusProbe.Open(probe.Ask(0x1C, "02000000" + "78563412" + "1A00" + Forever)).Data);
        Assert.Equal([0x01], Control(probe, 0x55).Data);
        Assert.Equal(0x9C, Control(probe, 0x2A).Control);
        Assert.False(probe.Meter.IsDisconnectedAt(probe.Now));
    }

    [Fact]
    public void Money_goes_down_with_the_register_and_the_relay_trips_when_it_is_gone()
    {
        var probe = Prepaid(inEnergy: false, 5.00m);
        var start = probe.Now;
        Assert.Equal(5.00m, BusProbe.Hundredths(probe.Read("00900200").Data.AsSpan(4)));
        Assert.Equal(0xD1, probe.Read("00900100").Control);
        Assert.Equal(0.5m, BusProbe.Hundredths(probe.Read("02800020").Data.AsSpan(4)) / 100);
        probe.Now += TimeSpan.FromHours(6);
        var used = probe.Meter.RegisterAt("1-0:1.8.0", probe.Now) - probe.Meter.RegisterAt("1-0:1.8.0", start);
        Assert.InRange(BusProbe.Hundredths(probe.Read("00900200").Data.AsSpan(4)), 5.00m - (used * 0.5m) - 0.01m, 5.00m - (used * 0.5m) + 0.01m);
        probe.Now += TimeSpan.FromDays(5);
        Assert.Equal(0m, BusProbe.Hundredths(probe.Read("00900200").Data.AsSpan(4)));
        Assert.True(probe.Meter.IsDisconnectedAt(probe.Now));
        Assert.InRange(probe.Meter.BalanceAt(probe.Now)!.Value, -0.02m, 0m);
        Assert.Equal(0x02, probe.Read("04000503").Data[5] & 0x03);
        Assert.Equal(Hex.Of("01 00 00"), probe.Read("1D000001").Data[4..]);
    }

    [Fact]
    public void A_recharge_is_taken_once_by_the_right_customer_and_lets_the_relay_be_closed()
    {
        var probe = Prepaid(inEnergy: true, 1.00m);
        probe.Read("00900100");
        probe.Now += TimeSpan.FromDays(3);
        Assert.True(probe.Meter.IsDisconnectedAt(probe.Now));
        Assert.Equal(Hex.Of("08 00"), Recharge(probe, 2, "010021112620").Data);
        probe.Ask(0x03, "FF00000700000000" + new string('0', 48));
        Assert.Equal(Hex.Of("10 00"), Recharge(probe, 2, "020021112620").Data);
        Assert.Equal(Hex.Of("20 00"), Recharge(probe, 7, "010021112620").Data);
        Assert.Equal(0x83, Recharge(probe, 2, "010021112620").Control);
        Assert.Equal(Hex.Of("02 00"), Recharge(probe, 2, "010021112620").Data);
        Assert.InRange(BusProbe.Hundredths(probe.Read("00900100").Data.AsSpan(4)), 99.5m, 100m);
        Assert.Equal(Hex.Of("02 00"), probe.Read("03320201").Data[4..]);
        Assert.Equal(100m, BusProbe.Hundredths(probe.Read("03320301").Data.AsSpan(4)));
        probe.Meter.PressButton(probe.Now);
        Assert.False(probe.Meter.IsDisconnectedAt(probe.Now));
    }

    private static (byte Control, byte[] Data) Recharge(BusProbe probe, byte count, string customer) =>
        BusProbe.Open(probe.Ask(0x03, "FF020107" + "00000000" + "10270000" + $"{count:X2}000000" + "00000000" + customer + "00000000"));

    private static (byte Control, byte[] Data) Control(BusProbe probe, byte command, byte delay = 0, string until = Forever) =>
        BusProbe.Open(probe.Ask(0x1C, $"{Authority}{command:X2}{delay:X2}{until}"));

    private static BusProbe Prepaid(bool inEnergy, decimal balance) =>
        Meter(group => group with { Prepay = new PrepayPlan(inEnergy, balance, 0.5m) });

    private static BusProbe Meter(Func<MeterGroup, MeterGroup> change)
    {
        var plan = BusProbe.Plan("dlt645-2007-1p", load: LoadKind.Household);
        return new(plan with { Groups = [change(plan.Groups[0] with { Password = "123456" })] });
    }
}
