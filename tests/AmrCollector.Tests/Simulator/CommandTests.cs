using AmrCollector.Simulator;
using AmrCollector.Simulator.Loads;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Simulator;

/// <summary>The control codes 13 to 1D of DL/T 645-2007, with the frames the dossier computed (§5).</summary>
public class CommandTests
{
    private const string Key04 = "04563412", Key02 = "02563412", Operator = "78563412";

    // Section, request, reply. The meter is the dossier's, 123456789012; its password is given beside.
    [Theory]
    [InlineData("5.3", "123456", "68 AA AA AA AA AA AA 68 13 00 DF 16", "68 12 90 78 56 34 12 68 93 06 45 C3 AB 89 67 45 07 16")]
    [InlineData("5.3", "123456", "68 AA AA AA AA AA AA 68 15 06 45 C3 AB 89 67 45 CF 16", "68 12 90 78 56 34 12 68 95 00 1B 16")]
    [InlineData("5.4", "123456", "68 12 90 78 56 34 12 68 14 0F 35 34 33 37 37 89 67 45 33 33 33 33 63 48 43 A2 16", "68 12 90 78 56 34 12 68 94 00 1A 16")]
    [InlineData("5.4", "654321", "68 12 90 78 56 34 12 68 14 0F 35 34 33 37 37 89 67 45 33 33 33 33 63 48 43 A2 16", "68 12 90 78 56 34 12 68 D4 01 37 92 16")]
    [InlineData("5.6", "", "68 12 90 78 56 34 12 68 16 04 33 33 CC CC 9E 16", "68 12 90 78 56 34 12 68 96 00 1C 16")]
    [InlineData("5.7", "", "68 12 90 78 56 34 12 68 17 01 53 F1 16", "68 12 90 78 56 34 12 68 97 01 53 71 16")]
    [InlineData("5.8", "000000", "68 12 90 78 56 34 12 68 18 0C 36 3F 33 37 35 33 33 33 35 89 67 45 C1 16", "68 12 90 78 56 34 12 68 98 04 35 89 67 45 8C 16")]
    [InlineData("5.9", "000000", "68 12 90 78 56 34 12 68 19 08 37 33 33 33 33 33 33 33 43 16", "68 12 90 78 56 34 12 68 99 00 1F 16")]
    [InlineData("5.10", "000000", "68 12 90 78 56 34 12 68 1A 08 35 33 33 33 33 33 33 33 42 16", "68 12 90 78 56 34 12 68 9A 00 20 16")]
    [InlineData("5.11", "000000", "68 12 90 78 56 34 12 68 1B 0C 35 33 33 33 33 33 33 33 32 32 32 32 0F 16", "68 12 90 78 56 34 12 68 9B 00 21 16")]
    [InlineData("5.11", "000000", "68 12 90 78 56 34 12 68 1B 0C 35 33 33 33 33 33 33 33 32 38 63 36 4A 16", "68 12 90 78 56 34 12 68 9B 00 21 16")]
    [InlineData("5.12", "000000", "68 12 90 78 56 34 12 68 1C 10 35 33 33 33 33 33 33 33 4D 33 8C 8C 56 64 45 CC AF 16", "68 12 90 78 56 34 12 68 9C 00 22 16")]
    [InlineData("5.13", "", "68 12 90 78 56 34 12 68 1D 01 33 D7 16", "68 12 90 78 56 34 12 68 9D 01 33 57 16")]
    [InlineData("5.1", "", "68 12 90 78 56 34 12 68 11 0A 34 33 33 39 34 48 43 3A 43 59 09 16", "68 12 90 78 56 34 12 68 D1 01 35 8D 16")]
    public void The_frames_of_the_dossier_are_answered_as_it_says(string section, string password, string ask, string answer) =>
        Assert.Equal((section, answer), (section, Hex.Show(Meter(group => group with { FirstNumber = 123_456_789_012, Password = password }).Hear(Hex.Of(ask)))));

    [Fact]
    public void A_parameter_that_was_written_is_read_back_and_logged_as_a_programming()
    {
        var probe = Meter(group => group);
        Assert.Equal(0x94, Write(probe, "04000B01", Key04, "0815").Control);
        Assert.Equal(Hex.Of("01 0B 00 04 08 15"), probe.Read("04000B01").Data);
        Assert.Equal(0x94, Write(probe, "04000902", Key04, "01").Control);
        Assert.Equal(Hex.Of("01 00 00"), probe.Read("03300000").Data[4..]);
        var record = probe.Read("03300001").Data.AsSpan(4);
        Assert.Equal(Hex.Of("15 20 09 22 11 26 78 56 34 12 01 0B 00 04 02 09 00 04 FF FF FF FF"), record[..22]);
        Assert.Equal(Hex.Of("15 20 09 22 11 26 78 56 34 12 00 01"), probe.Read("03300C01").Data[4..16]);
        var settled = new DateTimeOffset(2026, 11, 15, 8, 0, 0, TimeSpan.FromHours(8));
        Assert.Equal(probe.Meter.RegisterAt("1-0:1.8.0", settled), BusProbe.Hundredths(probe.Read("00010001").Data.AsSpan(4)));
    }

    [Theory]
    [InlineData("04000B01", "2515", 0x01)]
    [InlineData("04000B01", "0F15", 0x01)]
    [InlineData("04000B01", "081500", 0x01)]
    [InlineData("04000201", "15", 0x10)]
    [InlineData("04000203", "15", 0x20)]
    [InlineData("04000204", "05", 0x40)]
    [InlineData("00010000", "00000000", 0x02)]
    [InlineData("04000409", "000000", 0x02)]
    public void A_value_the_meter_cannot_take_has_its_error_bit(string id, string value, byte error) =>
        Assert.Equal([error], Write(Meter(group => group), id, Key04, value).Data);

    [Fact]
    public void Fewer_tariffs_make_blocks_shorter()
    {
        var probe = Meter(group => group);
        Write(probe, "04000204", Key04, "02");
        Assert.Equal(4 + 12, probe.Read("0001FF00").Data.Length);
        Assert.Equal(0xD1, probe.Read("00010300").Control);
    }

    [Fact]
    public void A_meter_locks_itself_after_wrong_passwords_and_opens_after_a_day()
    {
        var probe = Meter(group => group with { PasswordTries = 3 });
        for (var i = 0; i < 3; i++) Assert.Equal([0x04], Write(probe, "04000902", "04000000", "01").Data);
        Assert.Equal([0x04], Write(probe, "04000902", Key04, "01").Data);
        probe.Now += TimeSpan.FromHours(25);
        Assert.Equal(0x94, Write(probe, "04000902", Key04, "01").Control);
    }

    [Fact]
    public void Levels_below_what_a_command_needs_and_a_key_nobody_presses_are_refused()
    {
        var probe = Meter(group => group);
        Assert.Equal([0x04], BusProbe.Open(probe.Ask(0x1A, Key04 + Operator)).Data);
        Assert.Equal([0x04], Write(probe, "04000902", "05563412", "01").Data);
        Assert.Equal(0x9A, BusProbe.Open(probe.Ask(0x1A, Key02 + Operator)).Control);
        var locked = Meter(group => group with { KeyPressed = false });
        Assert.Equal([0x04], Write(locked, "04000902", Key04, "01").Data);
        Assert.Empty(locked.Ask(0x15, "010000000000", "AAAAAAAAAAAA"));
    }

    [Fact]
    public void A_new_password_counts_from_its_reply_on()
    {
        var probe = Meter(group => group);
        Assert.Equal(Hex.Of("04 65 87 09"), BusProbe.Open(probe.Ask(0x18, "050C0004" + Key02 + "04658709")).Data);
        Assert.Equal([0x04], Write(probe, "04000902", Key04, "01").Data);
        Assert.Equal(0x94, Write(probe, "04000902", "04658709", "01").Control);
        Assert.Equal([0x02], BusProbe.Open(probe.Ask(0x18, "0B0C0004" + Key02 + "04658709")).Data);
    }

    [Fact]
    public void A_new_address_is_answered_to_and_the_old_one_no_more()
    {
        var probe = Meter(group => group);
        Assert.Equal(0x94, Write(probe, "04000401", Key04, "563412000000").Control);
        Assert.Empty(probe.Ask(0x11, "00000100"));
        Assert.Equal(0x91, probe.Read("00010000", "000000123456").Control);
        Assert.Equal("000000123456", probe.Meter.Address);
        Assert.Equal(Hex.Of("01 00 21 11 26 20"), probe.Read("04000402", "000000123456").Data[4..]);
    }

    [Theory]
    [InlineData(0x80)]
    [InlineData(0x30)]
    [InlineData(0x01)]
    [InlineData(0x00)]
    public void A_speed_of_no_bit_two_bits_or_a_reserved_one_is_error_bit_3(byte z) =>
        Assert.Equal([0x08], BusProbe.Open(Meter(group => group).Ask(0x17, $"{z:X2}")).Data);

    [Fact]
    public void Clearing_the_meter_starts_its_registers_again_and_leaves_a_record()
    {
        var probe = Meter(group => group with { Load = LoadKind.Household });
        var before = probe.Meter.RegisterAt("1-0:1.8.0", probe.Now);
        Write(probe, "04000902", Key04, "01");
        probe.Ask(0x1A, Key02 + Operator);
        Assert.Equal(0m, probe.Meter.RegisterAt("1-0:1.8.0", probe.Now));
        Assert.Equal(Hex.Of("00 00 00"), probe.Read("03300000").Data[4..]);
        Assert.Equal(Hex.Of("01 00 00"), probe.Read("03300100").Data[4..]);
        var record = probe.Read("03300101").Data;
        Assert.Equal(before, BusProbe.Hundredths(record.AsSpan(14, 4)));
        Assert.Equal(0xD1, probe.Read("05060001").Control);
        probe.Ask(0x1B, Key02 + Operator + "FFFFFFFF");
        Assert.Equal(Hex.Of("01 00 00"), probe.Read("03300100").Data[4..]);
        Assert.Equal(Hex.Of("15 20 09 22 11 26 78 56 34 12 FF FF FF FF"), probe.Read("03300301").Data[4..]);
        probe.Now += TimeSpan.FromDays(1);
        Assert.InRange(probe.Meter.RegisterAt("1-0:1.8.0", probe.Now), 0.01m, 60m);
    }

    [Fact]
    public void One_kind_of_event_is_cleared_and_the_others_stay()
    {
        var probe = Meter(group => group);
        Write(probe, "04000102", Key04, "301510");
        Write(probe, "04000902", Key04, "01");
        Assert.Equal(0x9B, BusProbe.Open(probe.Ask(0x1B, Key02 + Operator + "FF043003")).Control);
        Assert.Equal(Hex.Of("00 00 00"), probe.Read("03300400").Data[4..]);
        Assert.Equal(Hex.Of("01 00 00"), probe.Read("03300000").Data[4..]);
        Assert.Equal([0x01], BusProbe.Open(probe.Ask(0x1B, Key02 + Operator + "00043003")).Data);
    }

    [Fact]
    public void A_clock_that_is_set_leaves_the_time_before_and_after_operator_first()
    {
        var probe = Meter(group => group);
        Write(probe, "04000102", Key04, "301510");
        Assert.Equal(Hex.Of("78 56 34 12 15 20 09 22 11 26 30 15 10 22 11 26"), probe.Read("03300401").Data[4..]);
    }

    [Fact]
    public void A_broadcast_time_counts_once_a_day_and_never_around_midnight()
    {
        var probe = Meter(group => group);
        probe.Meter.Faults = MeterFaults.None with { ClockOff = TimeSpan.FromSeconds(-60) };
        probe.Ask(0x08, "152009221126", "999999999999");
        Assert.Equal(TimeSpan.Zero, probe.Meter.Faults.ClockOff);
        probe.Ask(0x08, "152109221126", "999999999999");
        Assert.Equal(TimeSpan.Zero, probe.Meter.Faults.ClockOff);
        probe.Now = new DateTimeOffset(2026, 11, 23, 0, 2, 0, TimeSpan.FromHours(8));
        probe.Ask(0x08, "300200231126", "999999999999");
        Assert.Equal(TimeSpan.Zero, probe.Meter.Faults.ClockOff);
        probe.Now += TimeSpan.FromHours(9);
        Assert.Empty(probe.Ask(0x08, "300209231126"));
        Assert.Equal(TimeSpan.FromSeconds(30), probe.Meter.Faults.ClockOff);
    }

    [Fact]
    public void An_appointed_freeze_happens_at_its_time_from_then_on()
    {
        var probe = Meter(group => group);
        Assert.Equal(0xD1, probe.Read("05000001").Control);
        Assert.Equal(0x96, BusProbe.Open(probe.Ask(0x16, "30129999")).Control);
        Assert.Equal(0xD1, probe.Read("05000001").Control);
        probe.Now += TimeSpan.FromDays(2);
        Assert.Equal(Hex.Of("30 12 23 11 26"), probe.Read("05000001").Data[4..]);
        Assert.Equal(Hex.Of("30 12 22 11 26"), probe.Read("05000002").Data[4..]);
        var noon = new DateTimeOffset(2026, 11, 23, 12, 30, 0, TimeSpan.FromHours(8));
        Assert.Equal(probe.Meter.RegisterAt("1-0:1.8.0", noon), BusProbe.Hundredths(probe.Read("05000101").Data.AsSpan(4, 4)));
        Assert.Equal([0x01], BusProbe.Open(probe.Ask(0x16, "30259999")).Data);
        Assert.Equal([0x01], BusProbe.Open(probe.Ask(0x16, "99129999")).Data);
    }

    [Fact]
    public void The_mode_word_says_what_a_freeze_block_holds()
    {
        var probe = Meter(group => group, "dlt645-2007-3p");
        Write(probe, "04000906", Key04, "1F");
        Assert.Equal(4 + 5 + (8 * 20), probe.Read("0506FF01").Data.Length);
    }

    [Fact]
    public void An_identity_must_be_proved_before_a_protected_write_and_expires()
    {
        var probe = Meter(group => group with { EsamKey = "0102030405060708" });
        Assert.Equal(Hex.Of("68 01 00 21 11 26 20 68 C3 02 3B 33")[8..], probe.Ask(0x03, "FF000007" + Operator + new string('0', 48))[8..12]);
        Assert.Equal([0x04], Write(probe, "04000902", "99000000", "0100000000").Data);
        var proved = BusProbe.Open(probe.Ask(0x03, "FF000007" + Operator + "0103030405060708" + "0001000000000000" + "0000000000000000"));
        Assert.Equal(0x83, proved.Control);
        Assert.Equal(16, proved.Data.Length);
        Assert.Equal(0x20, probe.Read("04000503").Data[5] & 0x20);
        Assert.Equal(0x94, Write(probe, "04000902", "99000000", "0100000000").Control);
        probe.Now += TimeSpan.FromMinutes(6);
        Assert.Equal([0x04], Write(probe, "04000902", "99000000", "0100000000").Data);
    }

    private static (byte Control, byte[] Data) Write(BusProbe probe, string id, string authority, string data) =>
        BusProbe.Open(probe.Ask(0x14, Convert.ToHexString(BusProbe.Wire(id)) + authority + Operator + data));

    private static BusProbe Meter(Func<MeterGroup, MeterGroup> change, string model = "dlt645-2007-1p")
    {
        var plan = BusProbe.Plan(model);
        return new(plan with { Groups = [change(plan.Groups[0] with { Password = "123456" })] });
    }
}
