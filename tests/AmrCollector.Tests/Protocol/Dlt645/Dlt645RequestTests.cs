using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Tests.Protocol.Dlt645;

/// <summary>Worked frames of DL/T 645-2007, meter 123456789012.</summary>
public sealed class Dlt645RequestTests
{
    private static readonly Dlt645Address Meter = Dlt645Address.FromWire([0x12, 0x90, 0x78, 0x56, 0x34, 0x12]);

    [Fact]
    public void Read_is_as_the_standard_writes_it() =>
        AssertFrame("68 12 90 78 56 34 12 68 11 04 33 33 34 33 68 16", buffer => Dlt645Request.Read(buffer, Meter, new(0x00010000)));

    [Fact]
    public void Read_of_one_load_record_names_how_many() =>
        AssertFrame("68 12 90 78 56 34 12 68 11 05 35 33 33 39 34 A4 16", buffer => Dlt645Request.ReadRecords(buffer, Meter, new(0x06000002), 1));

    [Fact]
    public void Read_next_ends_with_its_sequence() =>
        AssertFrame("68 12 90 78 56 34 12 68 12 05 34 35 63 36 34 D3 16", buffer => Dlt645Request.ReadNext(buffer, Meter, new(0x03300201), 1));

    [Fact]
    public void Read_address_asks_every_meter() =>
        AssertFrame("68 AA AA AA AA AA AA 68 13 00 DF 16", buffer => Dlt645Request.ReadAddress(buffer));

    [Fact]
    public void Read_97_has_two_identifier_bytes() => AssertFrame(
        "68 45 23 01 00 00 00 68 01 02 43 C3 42 16",
        buffer => Dlt645Request.Read97(buffer, Dlt645Address.FromWire([0x45, 0x23, 0x01, 0, 0, 0]), 0x9010));

    [Fact]
    public void Write_carries_authority_and_data() => AssertFrame(
        "68 12 90 78 56 34 12 68 14 0F 35 34 33 37 37 89 67 45 33 33 33 33 63 48 43 A2 16",
        buffer => Dlt645Request.Write(buffer, Meter, new(0x04000102), new(0x04, 0x123456, 0), [0x30, 0x15, 0x10]));

    [Theory]
    [InlineData("68 12 90 78 56 34 12 68 14 0F 35 34 33 37 37 89 67 45 33 33 33 33 63 48 43 A2 16", 7)]
    [InlineData("68 12 90 78 56 34 12 68 19 08 37 33 33 33 33 33 33 33 43 16", 7)]
    [InlineData("68 45 23 01 00 00 00 68 04 09 44 F3 33 33 33 33 63 48 43 37 16", 3)]
    [InlineData("68 12 90 78 56 34 12 68 18 0C 36 3F 33 37 35 33 33 33 35 89 67 45 C1 16", 7)]
    [InlineData("68 12 90 78 56 34 12 68 11 04 33 33 34 33 68 16", 0)]
    [InlineData("68 12 90 78 56 34 12 68 94 00 1A 16", 0)]
    public void Evidence_of_a_write_keeps_no_secret_and_stays_a_frame(string hex, int blanked)
    {
        var before = Wire.Of(hex);
        var frame = (byte[])before.Clone();
        Assert.Equal(blanked, Dlt645Secrets.BlankIn(frame));
        Assert.True(Dlt645Frame.TryParse(frame, out _));
        Assert.Equal(blanked, frame.AsSpan(10, frame.Length - 12).Count(Dlt645Secrets.Blank));
        if (blanked == 0) Assert.Equal(before, frame);
    }

    [Fact]
    public void An_authority_never_prints_its_password() =>
        Assert.Equal("level 04", new Dlt645Authority(0x04, 0x123456, 0x31313131).ToString());

    private static void AssertFrame(string hex, Func<byte[], int> write)
    {
        var buffer = new byte[Dlt645Frame.MaxLength];
        Assert.Equal(Wire.Of(hex), buffer.AsSpan(0, write(buffer)).ToArray());
    }
}
