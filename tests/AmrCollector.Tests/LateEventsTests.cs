using AmrCollector.Metering;
using AmrCollector.Tests.Support;
using AmrCollector.Validation;

namespace AmrCollector.Tests;

/// <summary>What tells of something that happened before waits in the store until the ledger has followed, whatever ends in between.</summary>
public sealed class LateEventsTests : IDisposable
{
    private readonly JudgedSite _site = new(new Meter { Id = new("m1"), Address = "1" });

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task A_counter_that_was_stored_before_the_process_died_is_followed_by_the_next_life()
    {
        _site.Read(0, 100m);
        _site.Read(1, 110m);
        await _site.TellAsync("0-0:96.20.0", (-0.9, 3m), (1.2, 4m)); // somebody opened the cover during the day
        var next = _site.Reborn(out var store); // nobody had followed yet
        using (store)
        {
            List<Handover.Happening> found = [];
            Assert.Equal(2, await next.FollowAsync(Keep));
            Assert.Equal((JudgedSite.At(-0.9), JudgedSite.At(1.2)), (Assert.Single(found).From, found[0].Until));
            Assert.Equal(0, await next.FollowAsync(Keep));

            Task Keep(Handover.Happening happening)
            {
                found.Add(happening);
                return Task.CompletedTask;
            }
        }
    }

    [Fact]
    public async Task What_could_not_be_followed_waits_on()
    {
        _site.Read(0, 100m);
        _site.Read(1, 110m);
        await _site.TellAsync("0-0:96.20.0", (-0.9, 3m), (1.2, 4m));
        await Assert.ThrowsAsync<OperationCanceledException>(() => _site.Late.FollowAsync(_ => throw new OperationCanceledException()));
        Assert.Contains(_site.FollowEvents(), entry => entry.Draft.Verdict.Rules.Contains(RuleId.TamperEvent));
    }

    [Fact]
    public async Task What_tells_of_nothing_before_does_not_wait()
    {
        await _site.TellAsync("1-0:16.7.0", (0.1, 0.5m));
        Assert.Equal(0, await _site.Late.FollowAsync(_ => throw new InvalidOperationException("power tells of nothing")));
    }
}
