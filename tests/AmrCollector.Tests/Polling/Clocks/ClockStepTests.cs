using AmrCollector.Polling.Clocks;

namespace AmrCollector.Tests.Polling.Clocks;

/// <summary>The host's clock was set forward by an hour; offsets are against the time before.</summary>
public sealed class ClockStepTests
{
    private static readonly TimeSpan Step = TimeSpan.FromHours(1);
    private static readonly ClockTrust Untrusted = new(false, false, "no reason");

    [Fact]
    public void Meters_that_agree_with_the_old_time_outvote_the_kernel() => Assert.False(Believed(true, 0, 2, -5));

    [Fact]
    public void Meters_that_agree_with_the_new_time_need_no_kernel() => Assert.True(Believed(false, 3600, 3590, 0));

    [Fact]
    public void Where_no_meter_tells_the_kernel_decides()
    {
        Assert.True(Believed(true));
        Assert.False(Believed(false));
        Assert.False(Believed(null));
        Assert.True(Believed(true, 900));
    }

    [Fact]
    public void A_time_that_was_not_trusted_is_not_kept() => Assert.True(ClockStep.IsBelieved(Step, Untrusted, false, []));

    [Fact]
    public void Unless_meters_agree_with_it() => Assert.False(ClockStep.IsBelieved(Step, Untrusted, false, [TimeSpan.Zero, TimeSpan.FromSeconds(-5)]));

    private static bool Believed(bool? isSynchronised, params int[] seconds) =>
        ClockStep.IsBelieved(Step, ClockTrust.Full, isSynchronised, [.. seconds.Select(offset => TimeSpan.FromSeconds(offset))]);
}
