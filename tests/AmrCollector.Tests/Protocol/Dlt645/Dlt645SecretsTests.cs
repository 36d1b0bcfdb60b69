using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Tests.Protocol.Dlt645;

/// <summary>No password and no operator code of either edition survives; everything else stays, and the frame still checks.</summary>
public sealed class Dlt645SecretsTests
{
    // Password 56 34 12 and operator 78 56 34 12: on the wire 89 67 45 and AB 89 67 45.
    [Theory]
    [InlineData("14", "68 12 90 78 56 34 12 68 14 0F 35 34 33 37 37 89 67 45 AB 89 67 45 63 48 43 00 16", 7)]
    [InlineData("14 of a password", "68 12 90 78 56 34 12 68 14 10 34 3F 33 37 37 89 67 45 AB 89 67 45 35 89 67 45 00 16", 11)]
    [InlineData("18", "68 12 90 78 56 34 12 68 18 0C 36 3F 33 37 35 89 67 45 35 89 67 45 00 16", 7)]
    [InlineData("98", "68 12 90 78 56 34 12 68 98 04 35 89 67 45 00 16", 3)]
    [InlineData("19", "68 12 90 78 56 34 12 68 19 08 37 89 67 45 AB 89 67 45 00 16", 7)]
    [InlineData("1A", "68 12 90 78 56 34 12 68 1A 08 37 89 67 45 AB 89 67 45 00 16", 7)]
    [InlineData("1B", "68 12 90 78 56 34 12 68 1B 0C 37 89 67 45 AB 89 67 45 32 32 32 32 00 16", 7)]
    [InlineData("1C", "68 12 90 78 56 34 12 68 1C 10 35 89 67 45 AB 89 67 45 4D 33 8C 8C 56 64 45 CC 00 16", 7)]
    [InlineData("03", "68 12 90 78 56 34 12 68 03 0C 32 33 33 3A AB 89 67 45 AB 89 67 45 00 16", 8)]
    [InlineData("97 04", "68 45 23 01 00 00 00 68 04 09 44 F3 37 89 67 45 63 48 43 00 16", 3)]
    [InlineData("97 04 of the password", "68 45 23 01 00 00 00 68 04 0A 45 F5 37 89 67 45 37 89 67 45 00 16", 7)]
    [InlineData("97 0F", "68 45 23 01 00 00 00 68 0F 08 37 89 67 45 37 89 67 45 00 16", 7)]
    [InlineData("97 8F", "68 45 23 01 00 00 00 68 8F 04 37 89 67 45 00 16", 3)]
    [InlineData("97 10 signed", "68 45 23 01 00 00 00 68 10 04 37 89 67 45 00 16", 3)]
    [InlineData("97 10 with an operator", "68 45 23 01 00 00 00 68 10 08 37 89 67 45 AB 89 67 45 00 16", 7)]
    [InlineData("97 reply of C212", "68 45 23 01 00 00 00 68 81 06 45 F5 37 89 67 45 00 16", 4)]
    [InlineData("a maker's command", "68 45 23 01 00 00 00 68 0B 04 37 89 67 45 00 16", 4)]
    [InlineData("a programming record", "68 12 90 78 56 34 12 68 91 12 34 33 63 36 33 48 43 3A 43 59 AB 89 67 45 33 34 33 37 00 16", 4)]
    [InlineData("a clock record", "68 12 90 78 56 34 12 68 91 0E 34 37 63 36 AB 89 67 45 33 48 43 3A 43 59 00 16", 4)]
    [InlineData("a trip record", "68 12 90 78 56 34 12 68 91 0E 34 32 33 50 33 48 43 3A 43 59 AB 89 67 45 00 16", 4)]
    [InlineData("a block of records", "68 12 90 78 56 34 12 68 91 0E 32 33 63 36 33 48 43 3A 43 59 AB 89 67 45 00 16", 10)]
    public void Nothing_secret_survives(string what, string hex, int blanked)
    {
        var before = Dlt645CommandFrameTests.Sealed(hex);
        var frame = (byte[])before.Clone();
        Assert.True(blanked == Dlt645Secrets.BlankIn(frame), what);
        Assert.True(Dlt645Frame.TryParse(frame, out _));
        Assert.DoesNotContain("896745", Convert.ToHexString(frame), StringComparison.Ordinal);
        Assert.Equal(blanked, before.Index().Count(each => each.Index < before.Length - 2 && frame[each.Index] != each.Item));
        Assert.Equal(blanked, Dlt645Secrets.BlankAllIn([0x68, 0x00, .. before, 0x16, .. before[..5]]));
        Assert.Equal(0, Dlt645Secrets.BlankIn(frame.AsSpan(1)));
    }

    [Theory]
    [InlineData("68 12 90 78 56 34 12 68 11 04 33 33 34 33 00 16")]
    [InlineData("68 12 90 78 56 34 12 68 91 08 33 33 34 33 AB 89 67 45 00 16")]
    [InlineData("68 45 23 01 00 00 00 68 81 06 43 C3 AB 89 67 45 00 16")]
    [InlineData("68 99 99 99 99 99 99 68 08 06 63 48 43 3A 43 59 00 16")]
    [InlineData("68 45 23 01 00 00 00 68 03 00 00 16")]
    [InlineData("68 45 23 01 00 00 00 68 83 06 43 C3 AB 89 67 45 00 16")]
    [InlineData("68 45 23 01 00 00 00 68 10 00 00 16")]
    [InlineData("68 12 90 78 56 34 12 68 D4 01 37 00 16")]
    [InlineData("68 12 90 78 56 34 12 68 91 07 33 40 63 36 33 33 33 00 16")]
    [InlineData("68 12 90 78 56 34 12 68 1D 01 33 00 16")]
    public void What_is_no_secret_stays(string hex)
    {
        var before = Dlt645CommandFrameTests.Sealed(hex);
        var frame = (byte[])before.Clone();
        Assert.Equal(0, Dlt645Secrets.BlankIn(frame));
        Assert.Equal(before, frame);
    }

    [Fact]
    public void Frames_in_a_stream_are_blanked_one_by_one()
    {
        var write = Dlt645CommandFrameTests.Sealed("68 12 90 78 56 34 12 68 19 08 37 89 67 45 AB 89 67 45 00 16");
        byte[] stream = [0xFE, 0xFE, .. write, 0x00, 0x68, .. write, .. write[..9]];
        Assert.Equal(14, Dlt645Secrets.BlankAllIn(stream));
        Assert.DoesNotContain("896745", Convert.ToHexString(stream), StringComparison.Ordinal);
    }
}
