using AmrCollector.Polling.Clocks;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling.Clocks;

/// <summary>The host's clock is moved under a running collector.</summary>
public sealed class SteadyClockTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly ManualTime _host = new();

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    [InlineData(365 * 86400)]
    [InlineData(-365 * 86400)]
    public void A_step_is_not_followed_until_it_is_accepted(int seconds)
    {
        SteadyClock clock = new(_host);
        var (began, step) = (clock.GetUtcNow(), TimeSpan.FromSeconds(seconds));
        _host.StepWallClock(step);
        _host.Advance(Hour);
        Assert.Equal(began + Hour, clock.GetUtcNow());
        Assert.Equal(step, clock.Step);

        Assert.Equal(step, clock.Accept());
        Assert.Equal(began + Hour + step, clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, clock.Step);
    }

    [Fact]
    public void A_step_that_is_taken_back_leaves_no_trace()
    {
        SteadyClock clock = new(_host);
        var began = clock.GetUtcNow();
        _host.StepWallClock(Hour);
        Assert.Equal(began, clock.GetUtcNow());
        _host.StepWallClock(-Hour);
        Assert.Equal((began, TimeSpan.Zero), (clock.GetUtcNow(), clock.Step));
    }

    [Fact]
    public void A_clock_that_is_slewed_for_days_is_followed()
    {
        SteadyClock clock = new(_host);
        for (var minute = 0; minute < 3000; minute++)
        {
            _host.Advance(TimeSpan.FromMinutes(1));
            _host.StepWallClock(TimeSpan.FromSeconds(1));
            Assert.Equal(_host.GetUtcNow(), clock.GetUtcNow());
        }

        Assert.Equal(TimeSpan.Zero, clock.Step);
    }
}
