using AmrCollector.Service.Logs;
using AmrCollector.Tests.Support;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace AmrCollector.Tests.Service.Logs;

public sealed class CollapsedRepeatsTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTime _time = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private readonly List<string> _written = [];

    [Fact]
    public void What_comes_again_within_the_minute_is_told_once_with_its_count()
    {
        using var log = Log();
        for (var i = 0; i < 58; i++) log.Warning("{Line} is down: {Why}", "riser-1", "refused");
        Assert.Equal(["riser-1 is down: refused"], _written);

        _time.Advance(Minute);

        Assert.Equal(["riser-1 is down: refused", "riser-1 is down: refused (repeated 57 times)"], _written);
    }

    [Fact]
    public void What_goes_on_is_told_once_a_minute_and_anew_after_a_quiet_one()
    {
        using var log = Log();
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 10; j++) log.Warning("down");
            _time.Advance(Minute);
        }

        Assert.Equal(["down", "down (repeated 9 times)", "down (repeated 10 times)", "down (repeated 10 times)"], _written);
        _time.Advance(Minute);
        log.Warning("down");
        Assert.Equal("down", _written[^1]);
    }

    [Fact]
    public void Other_lines_levels_and_faults_are_other_events_and_come_at_once()
    {
        using var log = Log();
        log.Warning("{Line} is down", "a");
        log.Warning("{Line} is down", "b");
        log.Error("{Line} is down", "a");
        log.Warning(new IOException("full"), "{Line} is down", "a");
        log.Warning(new IOException("gone"), "{Line} is down", "a");

        Assert.Equal(5, _written.Count);
    }

    [Fact]
    public void A_single_repeat_is_told_as_it_came()
    {
        using var log = Log();
        log.Warning("down");
        log.Warning("down");
        _time.Advance(Minute);

        Assert.Equal(["down", "down"], _written);
    }

    [Fact]
    public void The_end_tells_what_was_still_counted()
    {
        using (var log = Log())
        {
            for (var i = 0; i < 4; i++) log.Warning("down");
        }

        Assert.Equal(["down", "down (repeated 3 times)"], _written);
    }

    [Fact]
    public void More_different_events_than_it_remembers_all_come_through()
    {
        using var log = Log();
        for (var i = 0; i < CollapsedRepeats.Most + 10; i++) log.Warning("{Number}", i);
        for (var i = CollapsedRepeats.Most; i < CollapsedRepeats.Most + 10; i++) log.Warning("{Number}", i);

        Assert.Equal(CollapsedRepeats.Most + 20, _written.Count);
    }

    [Fact]
    public void Traced_frames_are_never_collapsed()
    {
        using var log = Log();
        for (var i = 0; i < 5; i++) log.Verbose("-> 68");

        Assert.Equal(5, _written.Count);
    }

    private Logger Log() => new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(new CollapsedRepeats(new Page(_written), _time)).CreateLogger();

    private sealed class Page(List<string> written) : ILogEventSink
    {
        public void Emit(LogEvent logEvent) => written.Add(logEvent.RenderMessage().Replace("\"", "", StringComparison.Ordinal));
    }
}
