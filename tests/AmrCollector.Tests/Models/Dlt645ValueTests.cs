using System.Globalization;
using AmrCollector.Models;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Models;

public sealed class Dlt645ValueTests
{
    private static readonly Item Energy = Items.Dlt645(Dlt645Type.Bcd, 4);
    private static readonly Question.Dlt645 EnergyBlock = Items.Block(Energy, Energy, Energy, Energy, Energy);

    [Theory]
    [InlineData(Dlt645Type.Bcd, "78 56 34 12", 2, "123456.78")]
    [InlineData(Dlt645Type.Bcd, "00 00 00 00", 2, "0.00")]
    [InlineData(Dlt645Type.Bcd, "99 99 99 99", 2, "999999.99")]
    [InlineData(Dlt645Type.SignedBcd, "45 23 81", 4, "-1.2345")]
    [InlineData(Dlt645Type.SignedBcd, "34 12 80", 3, "-1.234")]
    [InlineData(Dlt645Type.SignedBcd, "99 99 79", 4, "79.9999")]
    public void Digits_are_exact(Dlt645Type type, string hex, int decimals, string expected)
    {
        var value = Items.Read(Items.Dlt645(type, hex.Split(' ').Length, decimals), hex);
        Assert.Equal(expected, value.Number!.Value.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(1m / (decimal)Math.Pow(10, decimals), value.Lsd);
    }

    [Theory]
    [InlineData("FF FF FF FF", "no value")]
    [InlineData("EE EE EE EE", "no value")]
    [InlineData("00 00 0E 00", "a digit above 9")]
    [InlineData("A0 00 00 00", "a digit above 9")]
    public void Bytes_that_are_no_number_are_a_fault(string hex, string why)
    {
        var value = Items.Read(Energy, hex);
        Assert.Null(value.Number);
        Assert.Equal($"{hex}: {why}", value.Fault);
    }

    [Theory]
    [InlineData(Dlt645Type.Time, "15 10 07 10 26", "2026-10-07T10:15:00")]
    [InlineData(Dlt645Type.Date, "03 07 10 26", "2026-10-07T00:00:00")]
    [InlineData(Dlt645Type.TimeOfDay, "30 15 10", "0001-01-01T10:15:30")]
    public void Times_are_the_meters_wall_clock(Dlt645Type type, string hex, string expected)
    {
        var value = Items.Read(Items.Dlt645(type, hex.Split(' ').Length), hex);
        Assert.Equal(expected, value.ClockTime!.Value.ToString("s", CultureInfo.InvariantCulture));
        Assert.Equal(DateTimeKind.Unspecified, value.ClockTime.Value.Kind);
        Assert.Null(value.Fault);
    }

    [Theory]
    [InlineData(Dlt645Type.Time, "00 00 00 00 00")]
    [InlineData(Dlt645Type.Time, "60 10 07 10 26")]
    [InlineData(Dlt645Type.Time, "00 24 07 10 26")]
    [InlineData(Dlt645Type.Time, "00 00 30 02 26")]
    [InlineData(Dlt645Type.Date, "03 00 10 26")]
    [InlineData(Dlt645Type.Date, "03 07 13 26")]
    [InlineData(Dlt645Type.TimeOfDay, "6A 15 10")]
    [InlineData(Dlt645Type.TimeOfDay, "FF FF FF")]
    public void What_no_calendar_has_is_a_fault(Dlt645Type type, string hex)
    {
        var value = Items.Read(Items.Dlt645(type, hex.Split(' ').Length), hex);
        Assert.Null(value.ClockTime);
        Assert.NotNull(value.Fault);
    }

    [Fact]
    public void A_demand_has_a_value_and_the_time_of_its_occurrence()
    {
        var value = Items.Read(Items.Dlt645(Dlt645Type.Demand, 8, 4), "56 34 12 15 10 07 10 26");
        Assert.Equal(12.3456m, value.Number);
        Assert.Equal(new DateTime(2026, 10, 7, 10, 15, 0, DateTimeKind.Unspecified), value.ClockTime);
    }

    [Theory]
    [InlineData("00 00 00 00 00 00 00 00", 0)]
    [InlineData("56 34 12 FF FF FF FF FF", 12.3456)]
    public void A_demand_without_a_time_keeps_its_value(string hex, double expected)
    {
        var value = Items.Read(Items.Dlt645(Dlt645Type.Demand, 8, 4), hex);
        Assert.Equal((decimal)expected, value.Number);
        Assert.Null(value.ClockTime);
    }

    [Fact]
    public void A_signed_demand_has_its_sign_in_the_third_byte() =>
        Assert.Equal(-1.2345m, Items.Read(Items.Dlt645(Dlt645Type.SignedDemand, 8, 4), "45 23 81 15 10 07 10 26").Number);

    [Fact]
    public void Words_of_bits_are_numbers_with_their_hex_beside()
    {
        var value = Items.Read(Items.Dlt645(Dlt645Type.Bits, 2, 0), "50 02");
        Assert.Equal(592, value.Number);
        Assert.Equal("0250", value.Text);
    }

    [Fact]
    public void Digits_and_texts_are_turned_round()
    {
        Assert.Equal("123456789012", Items.Read(Items.Dlt645(Dlt645Type.Digits, 6, 0), "12 90 78 56 34 12").Text);
        Assert.Equal("220V", Items.Read(Items.Dlt645(Dlt645Type.Text, 6, 0), "00 00 56 30 32 32").Text);
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(12, 3)]
    [InlineData(20, 5)]
    [InlineData(24, 5)]
    public void A_block_yields_the_tariffs_that_are_there(int length, int expected)
    {
        var values = ValueReader.Read(EnergyBlock, new byte[length]);
        Assert.Equal(expected, values.Count);
        Assert.All(values, value => Assert.Equal(0, value.Number));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(19)]
    [InlineData(10)]
    public void A_length_that_fits_no_items_end_makes_all_faulty(int length)
    {
        var values = ValueReader.Read(EnergyBlock, new byte[length]);
        Assert.Equal(5, values.Count);
        Assert.All(values, value => Assert.NotNull(value.Fault));
    }

    [Fact]
    public void A_reply_without_data_makes_all_faulty() =>
        Assert.All(ValueReader.Read(EnergyBlock, []), value => Assert.Equal("reply without data", value.Fault));

    [Fact]
    public void Six_bytes_for_three_currents_may_be_three_of_two_bytes_and_are_not_guessed()
    {
        var current = Items.Dlt645(Dlt645Type.SignedBcd, 3, 3);
        var block = Items.Block(current, current, current);
        Assert.All(ValueReader.Read(block, new byte[6]), value => Assert.NotNull(value.Fault));
        Assert.Single(ValueReader.Read(block, new byte[3]));
    }

    [Theory]
    [InlineData("78 56 34 12 AA", 1)]
    [InlineData("78 56 34 12 01 00 00 00 AA AA", 2)]
    [InlineData("78 56 34 12 AA 01 00 00 00 AA", 2)]
    [InlineData("78 56 34 12 AA 01 00 00 00", 2)]
    public void Fillers_behind_and_between_items_are_taken_off(string hex, int expected)
    {
        var values = ValueReader.Read(EnergyBlock, Bytes(hex));
        Assert.Equal(expected, values.Count);
        Assert.Equal(123456.78m, values[0].Number);
        Assert.All(values, value => Assert.Null(value.Fault));
    }

    [Fact]
    public void Missing_phases_of_a_single_phase_meter_are_faults_beside_a_good_one()
    {
        var voltage = Items.Dlt645(Dlt645Type.Bcd, 2, 1);
        var values = ValueReader.Read(Items.Block(voltage, voltage, voltage), Bytes("05 23 FF FF FF FF"));
        Assert.Equal(230.5m, values[0].Number);
        Assert.All(values.Skip(1), value => Assert.Equal("FF FF: no value", value.Fault));
    }

    [Theory]
    [InlineData("00 00 21 11 26", true)]
    [InlineData("00 00 21 11 26 AA", true)]
    [InlineData("00 00 00 00 00", false)]
    [InlineData("FF FF FF FF FF", false)]
    [InlineData("00 00 31 11 26", false)]
    [InlineData("00 00 21 11", false)]
    [InlineData("00 00 21 11 26 00", false)]
    public void A_freeze_time_is_a_calendar_time_of_five_bytes(string hex, bool expected)
    {
        Assert.Equal(expected, ValueReader.TryReadFreezeTime(Bytes(hex), out var time));
        if (expected) Assert.Equal(new DateTime(2026, 11, 21, 0, 0, 0, DateTimeKind.Unspecified), time);
    }

    [Fact]
    public void No_bytes_make_a_reader_throw() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            foreach (var type in Enum.GetValues<Dlt645Type>())
                if (bytes.Length > 0) _ = ValueReader.Read(Items.Block(Items.Dlt645(type, bytes.Length)), bytes);
            _ = ValueReader.Read(EnergyBlock, bytes);
            _ = ValueReader.TryReadFreezeTime(bytes, out _);
        }).QuickCheckThrowOnFailure();

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
