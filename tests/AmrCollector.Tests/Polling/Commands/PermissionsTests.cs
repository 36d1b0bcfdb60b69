using AmrCollector.Polling.Commands;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Tests.Polling.Commands;

public sealed class PermissionsTests
{
    [Theory]
    [InlineData(0x11, "00 00 01 00", Permission.None)]
    [InlineData(0x01, "10 90", Permission.None)]
    [InlineData(0x03, "", Permission.None)]
    [InlineData(0x03, "FF 00 00 07 00 00 00 00", Permission.Parameter)]
    [InlineData(0x08, "30 15 10 07 10 26", Permission.Clock)]
    [InlineData(0x14, "01 01 00 04 02 56 34 12 21 43 65 87 03 07 10 26", Permission.Clock)]
    [InlineData(0x14, "0C 01 00 04 02 56 34 12 21 43 65 87 30 15 10 03 07 10 26", Permission.Clock)]
    [InlineData(0x14, "03 01 00 04 02 56 34 12 21 43 65 87 30", Permission.Parameter)]
    [InlineData(0x04, "10 C0 02 56 34 12 03 07 10 26", Permission.Clock)]
    [InlineData(0x04, "11 C1 02 56 34 12 15", Permission.Parameter)]
    [InlineData(0x0A, "01 00 00 00 00 00", Permission.Parameter)]
    [InlineData(0x0C, "10", Permission.Parameter)]
    [InlineData(0x0F, "00 00 00 00 00 56 34 12", Permission.Parameter)]
    [InlineData(0x10, "", Permission.Clear)]
    [InlineData(0x15, "01 00 00 00 00 00", Permission.Parameter)]
    [InlineData(0x16, "99 99 99 99", Permission.Freeze)]
    [InlineData(0x17, "20", Permission.Parameter)]
    [InlineData(0x18, "03 0C 00 04 02 56 34 12 02 21 43 65", Permission.Parameter)]
    [InlineData(0x19, "02 56 34 12 21 43 65 87", Permission.Clear)]
    [InlineData(0x1A, "02 56 34 12 21 43 65 87", Permission.Clear)]
    [InlineData(0x1B, "02 56 34 12 21 43 65 87 FF FF FF FF", Permission.Clear)]
    [InlineData(0x1C, "02 56 34 12 21 43 65 87 1A 00 30 15 11 07 10 26", Permission.Relay)]
    [InlineData(0x1D, "00", Permission.Parameter)]
    [InlineData(0x0B, "00", Permission.Parameter)]
    public void Every_frame_needs_exactly_one(byte control, string plain, Permission needed)
    {
        var frame = Protocol.Wire.Of(CommandTests.F(control, plain));
        Assert.Equal(needed, Permissions.Needed(frame, isMbap: false));
        Assert.Equal(needed, Permissions.Needed([0xFE, 0xFE, .. frame], isMbap: false));
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData("clock", "Clock", true)]
    [InlineData("clock|relay", "Clock Relay", true)]
    [InlineData(" Freeze, clear ", "Freeze Clear", true)]
    [InlineData("all", "", false)]
    [InlineData("none", "", false)]
    public void Names_are_granted_one_by_one(string text, string expected, bool ok)
    {
        Assert.Equal(ok, Permissions.TryParse(text, out var granted, out var why));
        Assert.Equal(ok, why.Length == 0);
        if (ok) Assert.Equal(expected, string.Join(' ', granted.Order()));
    }

    [Theory]
    [InlineData("password=04 123456\noperator=00000000\n", true)]
    [InlineData("# level four\r\npassword=04 123456\r\n", true)]
    [InlineData("operator=00000000", false)]
    [InlineData("password=123456", false)]
    [InlineData("password=04 12345A", false)]
    [InlineData("secret", false)]
    [InlineData("", false)]
    public void A_secret_file_is_read_and_its_faults_never_repeat_it(string text, bool ok)
    {
        Assert.Equal(ok, SecretFile.TryParse(text, out var authority, out var why));
        if (ok) Assert.Equal(new Dlt645Authority(4, 0x123456, 0), authority);
        Assert.DoesNotContain("12345", why + authority, StringComparison.Ordinal);
    }
}
