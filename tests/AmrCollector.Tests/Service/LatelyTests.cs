using AmrCollector.Service.Web.Pages;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Service;

/// <summary>What the pages keep for a moment: nobody waits for it twice, and nobody sees what is too old.</summary>
public sealed class LatelyTests
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AtMost = TimeSpan.FromMinutes(1);

    private readonly ManualTime _time = new();
    private int _asked;

    [Fact]
    public async Task Who_asks_for_what_is_no_longer_fresh_gets_the_old_and_the_next_one_gets_the_new()
    {
        using SemaphoreSlim may = new(1);
        Lately<int> lately = new(_time, Fresh, AtMost, () =>
        {
            may.Wait();
            return Interlocked.Increment(ref _asked);
        });
        Assert.Equal(1, lately.Value);
        Assert.Equal(1, lately.Value);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(1, lately.Value); // it is asked for meanwhile, and may not answer yet
        Assert.Equal(1, lately.Value);
        may.Release();
        await Eventually.HoldsAsync(() => lately.Value == 2, "the new one is shown");
        Assert.Equal(2, _asked);
    }

    [Fact]
    public void What_is_too_old_is_waited_for()
    {
        Lately<int> lately = new(_time, Fresh, AtMost, () => Interlocked.Increment(ref _asked));
        Assert.Equal(1, lately.Value);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(2, lately.Value);
    }

    [Fact]
    public async Task A_failure_behind_the_scenes_is_told_to_who_asks_next()
    {
        Lately<int> lately = new(_time, Fresh, AtMost, () => Interlocked.Increment(ref _asked) == 2 ? throw new InvalidOperationException("no disk") : _asked);
        Assert.Equal(1, lately.Value);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(1, lately.Value);
        await Eventually.HoldsAsync(() => lately.Value == 3, "it is asked for anew");
    }
}
