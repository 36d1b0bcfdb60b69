using AmrCollector.Polling;

namespace AmrCollector.Tests.Polling;

public sealed class ReplyPaceTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(500);

    [Fact]
    public void Nothing_is_hurried_before_four_clean_replies()
    {
        Assert.Equal(Timeout, After(20, 20, 20).FirstTimeout(Timeout));
        Assert.Equal(TimeSpan.FromMilliseconds(180), After(20, 20, 20, 20).FirstTimeout(Timeout));
    }

    [Fact]
    public void The_slowest_reply_counts() => Assert.Equal(TimeSpan.FromMilliseconds(300), After(20, 50, 20, 20, 20).FirstTimeout(Timeout));

    [Fact]
    public void A_first_try_never_waits_longer_than_the_line_says() => Assert.Equal(Timeout, After(20, 20, 20, 400).FirstTimeout(Timeout));

    [Fact]
    public void A_slow_reply_is_forgotten_after_two_windows_of_quick_ones()
    {
        var pace = After(90, 20, 20, 20);
        for (var n = 0; n < 123; n++) pace = pace.Heard(TimeSpan.FromMilliseconds(20));
        Assert.Equal(TimeSpan.FromMilliseconds(460), pace.FirstTimeout(Timeout));
        pace = pace.Heard(TimeSpan.FromMilliseconds(20));
        Assert.Equal(TimeSpan.FromMilliseconds(180), pace.FirstTimeout(Timeout));
    }

    [Fact]
    public void A_reply_whose_time_is_not_known_teaches_nothing()
    {
        var pace = After(20, 20, 20, 20);
        Assert.Equal(pace, pace.Heard(null));
    }

    private static ReplyPace After(params int[] milliseconds) =>
        milliseconds.Aggregate(default(ReplyPace), (pace, took) => pace.Heard(TimeSpan.FromMilliseconds(took)));
}
