using AmrCollector.Polling;

namespace AmrCollector.Tests.Polling;

public sealed class BackoffTests
{
    [Fact]
    public void Waits_double_up_to_the_most()
    {
        var (backoff, uptime) = (default(Backoff), TimeSpan.FromHours(5));
        List<double> waits = [];
        for (var i = 0; i < 6; i++)
        {
            backoff = backoff.Failed(uptime, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10), jitter: 0.5);
            waits.Add((backoff.NotBefore - uptime).TotalSeconds);
        }

        Assert.Equal([30, 60, 120, 240, 480, 600], waits);
    }

    [Fact]
    public void Jitter_spreads_a_wait_by_a_quarter_to_each_side()
    {
        var first = TimeSpan.FromSeconds(40);
        Assert.Equal(TimeSpan.FromSeconds(30), default(Backoff).Failed(TimeSpan.Zero, first, first, 0).NotBefore);
        Assert.Equal(TimeSpan.FromSeconds(50), default(Backoff).Failed(TimeSpan.Zero, first, first, 1).NotBefore);
    }

    [Fact]
    public void A_fresh_one_allows_at_once_and_a_thousand_failures_do_not_overflow()
    {
        Assert.True(default(Backoff).Allows(TimeSpan.Zero));
        var backoff = default(Backoff);
        for (var i = 0; i < 1000; i++) backoff = backoff.Failed(TimeSpan.Zero, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(15), 0.5);
        Assert.Equal(TimeSpan.FromMinutes(15), backoff.NotBefore);
    }
}
