using System.Buffers.Binary;
using System.Globalization;
using AmrCollector.Metering;
using AmrCollector.Models;

namespace AmrCollector.Tests.Models;

/// <summary>Value formats beyond plain integers and floats (dossier modbus.md §4).</summary>
public sealed class RegisterFormatTests
{
    [Theory]
    [InlineData("ABCDEFGH", "00 00 01 1F 71 FB 04 CB")]
    [InlineData("GHEFCDAB", "04 CB 71 FB 01 1F 00 00")]
    [InlineData("BADCFEHG", "00 00 1F 01 FB 71 CB 04")]
    [InlineData("HGFEDCBA", "CB 04 FB 71 1F 01 00 00")]
    [InlineData("CDABGHEF", "01 1F 00 00 04 CB 71 FB")]
    [InlineData("EFGHABCD", "71 FB 04 CB 00 00 01 1F")]
    [InlineData("DCBAHGFE", "1F 01 00 00 CB 04 FB 71")]
    [InlineData("FEHGBADC", "FB 71 CB 04 00 00 1F 01")]
    public void All_eight_orders_of_64_bits_have_a_name_that_says_what_stands_on_the_wire(string name, string hex)
    {
        Assert.True(WordOrders.TryParse(name, out var order));
        Assert.Equal(name, order.Name(4));
        Assert.Equal(1234567890123m, Read(ModbusType.U64, hex, order).Number);
        Assert.Equal(1234567890123m, Read(ModbusType.S64, hex, order).Number);
    }

    [Theory]
    [InlineData("ABCD", "43 66 80 00")]
    [InlineData("CDAB", "80 00 43 66")]
    [InlineData("BADC", "66 43 00 80")]
    [InlineData("DCBA", "00 80 66 43")]
    public void All_four_orders_of_32_bits_have_a_name_that_says_what_stands_on_the_wire(string name, string hex)
    {
        Assert.True(WordOrders.TryParse(name, out var order));
        Assert.Equal(name, order.Name(2));
        Assert.Equal("230.5", Read(ModbusType.F32, hex, order, decimals: 1).Number!.Value.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(0x43668000, Read(ModbusType.S32, hex, order).Number);
    }

    [Fact]
    public void A_16_bit_value_may_have_its_bytes_swapped() => Assert.Equal(0x1234, Read(ModbusType.U16, "34 12", WordOrder.Badc).Number);

    [Theory]
    [InlineData("12 34", "1234")]
    [InlineData("00 12 34 56", "123456")]
    [InlineData("12 34 56 78 90 12 34 56 78 90 12 34 56 78", "1234567890123456789012345678")]
    public void Bcd_has_four_digits_a_register_in_any_width(string hex, string expected) =>
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), Read(ModbusType.Bcd, hex).Number);

    [Theory]
    [InlineData("12 3A")]
    [InlineData("FF FF")]
    public void A_nibble_above_nine_is_no_number(string hex) => Assert.Contains("digit above 9", Read(ModbusType.Bcd, hex).Fault, StringComparison.Ordinal);

    [Fact]
    public void A_byte_swapped_date_reads_as_a_time()
    {
        // 2026-11-22 10:15:30, each register with its bytes exchanged.
        var time = Read(ModbusType.Time, "11 26 10 22 30 15", WordOrder.Badc);
        Assert.Equal(new DateTime(2026, 11, 22, 10, 15, 30, DateTimeKind.Unspecified), time.ClockTime);
        Assert.Equal("2026-11-22 10:15:30", time.Text);
        Assert.NotNull(Read(ModbusType.Time, "00 00 00 00 00 00").Fault);
        Assert.NotNull(Read(ModbusType.Time, "26 02 30 10 15 30").Fault);
    }

    [Theory]
    [InlineData(ModbusType.Mod10, "16 2E 04 D2 00 00 00 00", "12345678")] // 5678 first
    [InlineData(ModbusType.M10K, "00 00 00 00 04 D2 16 2E", "12345678")]
    [InlineData(ModbusType.Mod10, "00 01 00 02 00 03", "300020001")]
    [InlineData(ModbusType.M10K, "00 01 00 02 00 03", "100020003")]
    [InlineData(ModbusType.Mod10, "27 0F 27 0F 27 0F 27 0F", "9999999999999999")]
    [InlineData(ModbusType.SMod10, "E9 D2 FB 2E 00 00 00 00", "-12345678")]
    [InlineData(ModbusType.SM10K, "00 00 FB 2E E9 D2", "-12345678")]
    public void Registers_that_count_to_9999_read_from_either_end(ModbusType type, string hex, string expected) =>
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), Read(type, hex).Number);

    [Theory]
    [InlineData(ModbusType.Mod10, "27 10 00 00 00 00")] // 10000
    [InlineData(ModbusType.Mod10, "FF FF 00 00 00 00")] // -1 in an unsigned value
    [InlineData(ModbusType.SMod10, "FF FF 00 01 00 00")] // both signs
    [InlineData(ModbusType.SM10K, "80 00 00 00 00 00")]
    public void A_register_beyond_9999_is_a_fault(ModbusType type, string hex) => Assert.Null(Read(type, hex).Number);

    [Theory]
    [InlineData(TextBytes.Both, "42 32 33 20 00 00 00 00", "B23")]
    [InlineData(TextBytes.Low, "00 53 00 4F 00 43 00 4F", "SOCO")]
    [InlineData(TextBytes.High, "53 00 4F 00 43 00 4F 00", "SOCO")]
    public void A_text_has_one_or_two_characters_a_register(TextBytes characters, string hex, string expected) =>
        Assert.Equal(expected, Read(Item(ModbusType.Text, 4, characters: characters), hex).Text);

    [Theory]
    [InlineData("00 00 00 00 00 00 00 00")]
    [InlineData("FF FF FF FF FF FF FF FF")]
    [InlineData("42 07 33 20 00 00 00 00")]
    public void What_is_no_text_is_a_fault(string hex) => Assert.NotNull(Read(Item(ModbusType.Text, 4), hex).Fault);

    [Theory]
    [InlineData(0, 1, "00 21", 1)]
    [InlineData(5, 1, "00 21", 1)]
    [InlineData(1, 1, "00 21", 0)]
    [InlineData(4, 4, "12 A4", 10)]
    [InlineData(8, 8, "12 A4", 0x12)]
    [InlineData(0, 16, "12 A4", 0x12A4)]
    public void Bits_of_a_register_are_items_of_their_own(int bit, int count, string hex, int expected)
    {
        var item = Item(ModbusType.U16, 1);
        item = item with { Layout = (Layout.Modbus)item.Layout with { Bits = new(bit, count) } };
        Assert.Equal(expected, Read(item, hex).Number);
    }

    [Theory]
    [InlineData("FFFF 8000", "FF FF")]
    [InlineData("FFFF 8000", "80 00")]
    public void A_value_may_have_several_marks_of_none(string marks, string hex) =>
        Assert.Contains("no value", Read(Item(ModbusType.U16, 1, marks: marks), hex).Fault, StringComparison.Ordinal);

    [Fact]
    public void A_sunspec_accumulator_of_zero_does_not_count_and_one_wraps_at_its_width()
    {
        Assert.NotNull(Read(Item(ModbusType.Acc32, 2, marks: "00000000"), "00 00 00 00").Fault);
        Assert.Equal(4294967.296m, Read(Item(ModbusType.Acc32, 2, scale: 0.001m, decimals: 3), "00 00 00 01").Wrap);
        Assert.NotNull(Read(ModbusType.Acc64, "80 00 00 00 00 00 00 00").Fault);
        Assert.Equal(9223372036854775808m, Read(ModbusType.Acc64, "7F FF FF FF FF FF FF FF").Wrap);
    }

    [Fact]
    public void No_bytes_make_a_register_format_throw()
    {
        Random random = new(645);
        Span<byte> bytes = stackalloc byte[64];
        foreach (var type in Enum.GetValues<ModbusType>())
        {
            var (least, most) = type.Widths();
            for (var i = 0; i < 2000; i++)
            {
                var run = bytes[..(random.Next(least, most + 1) * 2)];
                random.NextBytes(run);
                var value = Read(type, Convert.ToHexString(run));
                Assert.True(value.Fault is not null || value.Number is not null || value.Text is not null);
            }
        }
    }

    [Fact]
    public void Every_order_and_type_gives_back_what_was_written()
    {
        Random random = new(188);
        Span<byte> abc = stackalloc byte[8];
        Span<byte> wire = stackalloc byte[8];
        for (var i = 0; i < 5000; i++)
        {
            random.NextBytes(abc);
            foreach (var order in Enum.GetValues<WordOrder>())
            {
                WordOrders.Apply(abc, order, wire); // every order is its own inverse
                Assert.Equal(BinaryPrimitives.ReadInt64BigEndian(abc), Read(ModbusType.S64, Convert.ToHexString(wire), order).Number);
            }
        }
    }

    private static DecodedValue Read(ModbusType type, string hex, WordOrder order = WordOrder.Abcd, int decimals = 0)
    {
        var digits = hex.Replace(" ", "", StringComparison.Ordinal);
        var item = Item(type, digits.Length / 4, decimals: decimals);
        return Items.Read(item with { Layout = (Layout.Modbus)item.Layout with { Order = order } }, digits);
    }

    private static DecodedValue Read(Item item, string hex) => Items.Read(item, hex);

    private static Item Item(ModbusType type, int width, decimal scale = 1, int decimals = 0, string? marks = null, TextBytes characters = TextBytes.Both)
    {
        var item = Items.Modbus(type, scale: scale, decimals: decimals, notAvailable: marks);
        return item with { Unit = Unit.None, Layout = (Layout.Modbus)item.Layout with { Width = width, Characters = characters } };
    }
}
