using AmrCollector.Cli.Control;

namespace AmrCollector.Tests.Cli.Control;

/// <summary>When a clock must not be set: table of what is shown, what is right, and the reason.</summary>
public sealed class ClockPolicyTests
{
    [Theory]
    [InlineData("10:15:30", "10:15:00", true, null)]
    [InlineData("10:24:30", "10:15:00", true, "no more than 5m")]
    [InlineData("10:24:30", "10:15:00", false, null)]
    [InlineData("00:03:30", "00:03:00", true, "within 5 minutes of midnight")]
    [InlineData("23:57:30", "23:57:00", true, "within 5 minutes of midnight")]
    [InlineData("11:00:20", "11:00:30", true, "within a minute of the full hour")]
    [InlineData("10:59:20", "10:59:30", true, "within a minute of the full hour")]
    [InlineData("10:58:00", "11:02:00", true, "jumps over the full hour")]
    [InlineData("23:50:00", "00:10:00", false, "jumps over midnight")]
    [InlineData("06:30:00", "10:15:00", false, null)]
    public void A_clock_is_set_only_when_no_freeze_is_touched(string shown, string right, bool isNudge, string? reason)
    {
        var day = new DateTime(2026, 11, 21);
        var (at, wanted) = (day + TimeSpan.Parse(shown), day + TimeSpan.Parse(right));
        if (wanted.Hour == 0 && at.Hour == 23) wanted = wanted.AddDays(1);
        var refusal = ClockPolicy.Refusal(at, wanted, isNudge, is1997: false);
        if (reason is null) Assert.Null(refusal);
        else Assert.Contains(reason, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_1997_meter_takes_ten_minutes_without_a_password()
    {
        var right = new DateTime(2026, 11, 21, 10, 15, 0);
        Assert.Null(ClockPolicy.Refusal(right.AddMinutes(9), right, isNudge: true, is1997: true));
        Assert.NotNull(ClockPolicy.Refusal(right.AddMinutes(11), right, isNudge: true, is1997: true));
    }

    [Fact]
    public void A_long_jump_is_not_refused_but_told()
    {
        var right = new DateTime(2026, 11, 21, 10, 15, 0);
        Assert.Contains("freezes", ClockPolicy.Warning(right.AddDays(-3), right), StringComparison.Ordinal);
        Assert.Null(ClockPolicy.Warning(right.AddMinutes(20), right));
    }

    [Theory]
    [InlineData(8 * 60, true)]
    [InlineData((-5 * 60) - 30, true)]
    [InlineData(7, false)]
    [InlineData(8 * 60 + 7, false)]
    [InlineData(3 * 24 * 60, false)]
    public void The_difference_of_two_zones_is_told_from_a_wrong_clock(int minutes, bool isZone) =>
        Assert.Equal(isZone, ClockPolicy.LooksLikeZone(TimeSpan.FromMinutes(minutes)));
}
