using AmrCollector.Metering;
using AmrCollector.Polling;
using AmrCollector.Polling.Clocks;

namespace AmrCollector.Tests.Polling.Clocks;

public sealed class ClockPolicyTests
{
    private static readonly ClockSettings ByMeter = new() { Sync = ClockSync.Meter };
    private static readonly DateTime Quiet = new(2026, 11, 22, 14, 30, 0, DateTimeKind.Unspecified);

    private static readonly ClockSituation Off = new()
    {
        Offset = TimeSpan.FromSeconds(90),
        Age = TimeSpan.FromMinutes(5),
        Right = Quiet,
        IsAllowed = true,
        IsTrusted = true,
    };

    [Fact]
    public void A_clock_that_is_off_is_set_at_a_quiet_time() => Assert.Equal(ClockVerdict.Set, ClockPolicy.Decide(ByMeter, Off).Verdict);

    [Fact]
    public void It_is_off_by_default_and_needs_the_meters_permission()
    {
        Assert.Equal(ClockVerdict.Leave, ClockPolicy.Decide(ClockSettings.Off, Off).Verdict);
        Assert.Equal(ClockVerdict.Leave, ClockPolicy.Decide(ByMeter, Off with { IsAllowed = false }).Verdict);
        Assert.Equal(ClockVerdict.Leave, ClockPolicy.Decide(ByMeter, Off with { Offset = TimeSpan.FromSeconds(-60) }).Verdict);
    }

    [Theory]
    [InlineData("23:57:00", 10)]
    [InlineData("00:04:00", -90)]
    [InlineData("14:58:00", 90)]
    [InlineData("14:05:00", 90)]
    [InlineData("14:06:00", -90)] // the meter's own time is too near
    [InlineData("07:28:00", 90)]
    public void Nothing_is_set_near_midnight_the_hour_or_a_freeze_by_either_clock(string right, int offset)
    {
        var now = Off with
        {
            Right = Quiet.Date + TimeSpan.Parse(right, null),
            Offset = TimeSpan.FromSeconds(offset < 0 ? offset : Math.Max(offset, 61)),
            Freezes = [new TimeSpan(7, 25, 0)],
        };
        Assert.Equal(ClockVerdict.Later, ClockPolicy.Decide(ByMeter, now).Verdict);
    }

    [Fact]
    public void Not_twice_a_day_not_by_an_old_offset_and_not_by_a_clock_that_is_not_trusted()
    {
        Assert.Equal(ClockVerdict.Later, ClockPolicy.Decide(ByMeter, Off with { LastSet = Quiet.AddHours(-14) }).Verdict);
        Assert.Equal(ClockVerdict.Set, ClockPolicy.Decide(ByMeter, Off with { LastSet = Quiet.AddHours(-15) }).Verdict);
        Assert.Equal(ClockVerdict.Later, ClockPolicy.Decide(ByMeter, Off with { Age = TimeSpan.FromHours(13) }).Verdict);
        Assert.Equal(ClockVerdict.Later, ClockPolicy.Decide(ByMeter, Off with { IsTrusted = false }).Verdict);
    }

    [Fact]
    public void More_than_five_minutes_is_for_a_person_whatever_the_configuration_says()
    {
        var far = Off with { Offset = TimeSpan.FromSeconds(-301) };
        Assert.Equal(ClockVerdict.Alarm, ClockPolicy.Decide(ByMeter with { Limit = TimeSpan.FromHours(1) }, far).Verdict);
        Assert.Equal(ClockVerdict.Alarm, ClockPolicy.Decide(ClockSettings.Off, far).Verdict);
        Assert.NotEqual(ClockVerdict.Alarm, ClockPolicy.Decide(ByMeter, far with { IsTrusted = false }).Verdict);
    }

    [Fact]
    public void At_no_minute_of_a_day_is_a_clock_set_within_five_minutes_of_what_may_not_be_disturbed()
    {
        var set = 0;
        for (var second = 0; second < 86_400; second += 20)
        {
            foreach (var offset in (int[])[-299, -61, 61, 180, 299])
            {
                var now = Off with { Right = Quiet.Date.AddSeconds(second), Offset = TimeSpan.FromSeconds(offset) };
                if (ClockPolicy.Decide(ByMeter, now).Verdict != ClockVerdict.Set) continue;
                set++;
                foreach (var time in (int[])[second, second + offset]) Assert.InRange(((time % 3600) + 3600) % 3600, 301, 3299);
            }
        }

        Assert.True(set > 10_000, $"{set}");
    }

    [Fact]
    public void Drift_is_the_slope_since_the_last_set()
    {
        var start = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        List<Observation> offsets = [.. Enumerable.Range(0, 8).Select(day => At(day, 70 + (0.5m * day))), .. Enumerable.Range(8, 20).Select(day => At(day, 0.25m * (day - 8)))];
        var drift = ClockDrift.Of(offsets)!;
        Assert.Equal((0.25m, 20, 19d), (drift.SecondsPerDay, drift.Samples, drift.Over.TotalDays));
        Assert.Null(ClockDrift.Of(offsets[..2]));

        Observation At(int day, decimal value) => new(new("m"), Translation.ClockOffset, start.AddDays(day), value, Unit.Second);
    }

    [Fact]
    public void The_collectors_clock_is_not_trusted_when_most_meters_disagree_and_sets_none_while_the_kernel_doubts_it()
    {
        TimeSpan[] well = [.. Enumerable.Repeat(TimeSpan.FromSeconds(3), 5)], off = [.. Enumerable.Repeat(TimeSpan.FromSeconds(-90), 6)];
        Assert.Equal(ClockTrust.Full, ClockTrust.Of(ByMeter, true, well));
        Assert.Equal(ClockTrust.Full, ClockTrust.Of(ByMeter, null, off[..4])); // too few to outvote us
        Assert.True(ClockTrust.Of(ByMeter, true, [.. well, .. off]) is { IsTrusted: false, MaySet: false });
        Assert.True(ClockTrust.Of(ByMeter, false, well) is { IsTrusted: false, MaySet: false });
        Assert.True(ClockTrust.Of(ByMeter with { TrustsKernelOnly = false }, false, well) is { IsTrusted: true, MaySet: false });
        Assert.Equal(ClockTrust.Full, ClockTrust.Of(ByMeter, null, well)); // a system that says nothing
    }
}
