using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using AmrCollector.Models;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Models;

public sealed class ModbusValueTests
{
    [Theory]
    [InlineData(WordOrder.Abcd, "43 66 80 00")]
    [InlineData(WordOrder.Cdab, "80 00 43 66")]
    [InlineData(WordOrder.Badc, "66 43 00 80")]
    [InlineData(WordOrder.Dcba, "00 80 66 43")]
    public void A_float_of_230_5_reads_the_same_in_every_order(WordOrder order, string hex) =>
        Assert.Equal("230.5", Number(Items.Modbus(ModbusType.F32, order, decimals: 1), hex));

    [Theory]
    [InlineData(WordOrder.Abcd, "00 00 01 1F 71 FB 04 CB")]
    [InlineData(WordOrder.Cdab, "04 CB 71 FB 01 1F 00 00")]
    [InlineData(WordOrder.Badc, "00 00 1F 01 FB 71 CB 04")]
    [InlineData(WordOrder.Dcba, "CB 04 FB 71 1F 01 00 00")]
    public void A_64_bit_count_reads_the_same_in_every_order(WordOrder order, string hex) =>
        Assert.Equal("1234567890123", Number(Items.Modbus(ModbusType.U64, order), hex));

    [Theory]
    [InlineData(ModbusType.S32, "FF FE 1D C0", 0, "1", "-123456")]
    [InlineData(ModbusType.F64, "41 32 D6 87 E4 18 93 75", 3, "1", "1234567.891")]
    [InlineData(ModbusType.U16, "09 01", 1, "0.1", "230.5")]
    [InlineData(ModbusType.S16, "FF FF", 3, "0.001", "-0.001")]
    [InlineData(ModbusType.U32, "00 00 00 05", 2, "0.1", "0.50")]
    [InlineData(ModbusType.U32, "FF FF FF FF", 0, "1", "4294967295")]
    [InlineData(ModbusType.U64, "FF FF FF FF FF FF FF FF", 2, "0.01", "184467440737095516.15")]
    [InlineData(ModbusType.S64, "80 00 00 00 00 00 00 00", 3, "0.001", "-9223372036854775.808")]
    [InlineData(ModbusType.F32, "80 00 00 00", 2, "1", "0.00")]
    [InlineData(ModbusType.F32, "00 00 00 01", 2, "1", "0.00")]
    public void Bytes_then_order_then_type_then_scale(ModbusType type, string hex, int decimals, string scale, string expected) =>
        Assert.Equal(expected, Number(Items.Modbus(type, scale: decimal.Parse(scale, CultureInfo.InvariantCulture), decimals: decimals), hex));

    [Theory]
    [InlineData("7F C0 00 00")]
    [InlineData("FF C0 00 00")]
    [InlineData("7F 80 00 00")]
    [InlineData("FF 80 00 00")]
    public void Not_a_number_and_infinity_are_no_value(string hex)
    {
        var value = Items.Read(Items.Modbus(ModbusType.F32, decimals: 2), hex);
        Assert.Null(value.Number);
        Assert.Contains("no value", value.Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ModbusType.S16, "7FFF", "7F FF")]
    [InlineData(ModbusType.U16, "FFFF", "FF FF")]
    [InlineData(ModbusType.S32, "80000000", "80 00 00 00")]
    [InlineData(ModbusType.U64, "ffffffffffffffff", "FF FF FF FF FF FF FF FF")]
    public void The_makers_mark_for_not_available_is_no_value(ModbusType type, string mark, string hex)
    {
        Assert.Null(Items.Read(Items.Modbus(type, notAvailable: mark), hex).Number);
        Assert.NotNull(Items.Read(Items.Modbus(type), hex).Number);
    }

    [Fact]
    public void The_mark_is_compared_after_the_order_is_undone() =>
        Assert.Null(Items.Read(Items.Modbus(ModbusType.S32, WordOrder.Cdab, notAvailable: "7FFFFFFF"), "FF FF 7F FF").Number);

    [Theory]
    [InlineData("3E 00 00 00", 2, "0.12")] // 0.125: the exact middle goes to the even digit
    [InlineData("3E C0 00 00", 2, "0.38")] // 0.375
    [InlineData("BE 00 00 00", 2, "-0.12")]
    [InlineData("3F 80 00 00", 3, "1.000")]
    public void A_float_is_rounded_once_half_to_even(string hex, int decimals, string expected) =>
        Assert.Equal(expected, Number(Items.Modbus(ModbusType.F32, decimals: decimals), hex));

    [Fact]
    public void A_float_is_widened_exactly_before_it_is_scaled()
    {
        // 123456789 is no single; the nearest is 123456792, which the platform's cast to decimal would show as 123456800.
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleBigEndian(bytes, 123456789f);
        Assert.Equal("123456.792", Number(Items.Modbus(ModbusType.F32, scale: 0.001m, decimals: 3), Convert.ToHexString(bytes)));
    }

    [Theory]
    [InlineData("47 FF FF C0", "0.01")] // 131071.5: ulp 2^-7 is below a hundredth
    [InlineData("48 00 00 00", "0.015625")] // 131072 kWh and above: 2^-6
    [InlineData("49 80 00 00", "0.125")] // 1048576 kWh
    [InlineData("00 00 00 00", "0.01")]
    public void The_smallest_step_of_a_float_register_grows_with_its_value(string hex, string lsd) =>
        Assert.Equal(decimal.Parse(lsd, CultureInfo.InvariantCulture), Items.Read(Items.Modbus(ModbusType.F32, decimals: 2), hex).Lsd);

    [Fact]
    public void The_smallest_step_of_a_counter_of_tens_is_ten() =>
        Assert.Equal(10, Items.Read(Items.Modbus(ModbusType.U32, scale: 10), "00 00 00 01").Lsd);

    [Theory]
    [InlineData(ModbusType.F32, "7F 7F FF FF")]
    [InlineData(ModbusType.F64, "7F EF FF FF FF FF FF FF")]
    public void A_number_beyond_decimal_is_a_fault_not_an_exception(ModbusType type, string hex) =>
        Assert.Contains("too large", Items.Read(Items.Modbus(type, decimals: 2), hex).Fault, StringComparison.Ordinal);

    [Fact]
    public void An_integer_beyond_decimal_is_a_fault_not_an_exception() =>
        Assert.Contains("too large", Items.Read(Items.Modbus(ModbusType.U64, scale: 1e15m), "FF FF FF FF FF FF FF FF").Fault, StringComparison.Ordinal);

    [Fact]
    public void A_reply_of_another_length_makes_every_item_faulty()
    {
        var run = Items.Run(Items.Modbus(ModbusType.U16), Items.Modbus(ModbusType.U16, address: 1));
        Assert.All(ValueReader.Read(run, [0, 1]), value => Assert.NotNull(value.Fault));
    }

    [Fact]
    public void Items_are_taken_from_where_they_stand_in_the_run()
    {
        var run = Items.Run(Items.Modbus(ModbusType.U16, address: 10), Items.Modbus(ModbusType.U32, address: 13));
        Assert.Equal([1m, 65538m], ValueReader.Read(run, [0, 1, 9, 9, 9, 9, 0, 1, 0, 2]).Select(value => value.Number!.Value));
    }

    [Fact]
    public void Every_single_reads_as_the_nearest_decimal_of_its_fraction() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), bits =>
        {
            var single = BitConverter.Int32BitsToSingle(bits);
            if (!float.IsFinite(single) || MathF.Abs(single) > 1e20f) return true;
            Span<byte> bytes = stackalloc byte[4];
            BinaryPrimitives.WriteSingleBigEndian(bytes, single);
            var read = Items.Read(Items.Modbus(ModbusType.F32, decimals: 3), Convert.ToHexString(bytes)).Number!.Value;

            // |read - single| <= 0.0005, decided in whole numbers: single x 2^149 is one.
            var exact = new BigInteger(Math.ScaleB(single, 149));
            var difference = BigInteger.Abs((new BigInteger(read * 1000) * BigInteger.Pow(2, 149)) - (exact * 1000));
            return difference * 2 <= BigInteger.Pow(2, 149);
        }).QuickCheckThrowOnFailure();

    private static string Number(Item item, string hex) => Items.Read(item, hex).Number!.Value.ToString(CultureInfo.InvariantCulture);
}
