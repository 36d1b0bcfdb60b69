using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Ledger;

public sealed class ClockChangesTests : IDisposable
{
    private static readonly Meter First = new() { Id = new("m1"), Line = "riser", Address = "1" };
    private static readonly Meter Second = First with { Id = new("m2") };
    private readonly string _folder = Directory.CreateTempSubdirectory("amr-clock-").FullName;
    private readonly ManualTime _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_the_collector_set_is_a_change_from_the_moment_it_was_asked_also_after_a_restart()
    {
        var at = _time.GetUtcNow();
        using (var log = OperationLog.Open(_folder, _time))
        {
            log.Append(Row("collector", "m1", "asked"));
            var underWay = Assert.Single(log.ClockChangesOf(First));
            Assert.Equal((at, true), (underWay.At, underWay.Sentence.Contains("may have been set", StringComparison.Ordinal))); // nobody knows yet
            Assert.Empty(log.ClockChangesOf(Second));
            _time.Advance(TimeSpan.FromSeconds(5));
            log.Append(Row("collector", "m1", "Its clock was set at some time."));
            log.Append(Row("collector", "m2", "Its clock was not set by 08."));
            Assert.Equal([new ClockChange(at, "Its clock was set at some time.") { Until = at.AddSeconds(5) }], log.ClockChangesOf(First));
        }

        using var again = OperationLog.Open(_folder, _time);
        Assert.Equal([new ClockChange(at, "Its clock was set at some time.") { Until = at.AddSeconds(5) }], again.ClockChangesOf(First));
        Assert.Empty(again.ClockChangesOf(Second));
    }

    [Fact]
    public void What_a_person_sent_counts_as_well_and_a_broadcast_concerns_the_line()
    {
        using var log = OperationLog.Open(_folder, _time);
        log.Append(Row("kim", "all", "asked"));
        log.Append(Row("kim", "all", "sent, no answer"));
        foreach (var meter in (Meter[])[First, Second])
            Assert.Equal("Its clock may have been set by kim at 2026-11-21 16:00:00 UTC (sent, no answer).", Assert.Single(log.ClockChangesOf(meter)).Sentence);
        Assert.Empty(log.ClockChangesOf(First with { Line = "other" }));
        log.Append(Row("kim", "m1", "sent, answered") with { Permission = "parameter" });
        Assert.Single(log.ClockChangesOf(First));
    }

    [Fact]
    public void While_a_broadcast_is_under_way_every_meter_is_doubted_until_it_is_known_what_it_shows()
    {
        using var log = OperationLog.Open(_folder, _time);
        log.Append(Row("collector", "all", "asked"));
        log.Append(Row("collector", "m1", "Its clock was right: +0.1 s before, +0.1 s after."));
        Assert.Empty(log.ClockChangesOf(First));
        Assert.Contains("may have been set", Assert.Single(log.ClockChangesOf(Second)).Sentence, StringComparison.Ordinal);
        log.Append(Row("collector", "m2", "Its clock was set at some time."));
        Assert.Equal("Its clock was set at some time.", Assert.Single(log.ClockChangesOf(Second)).Sentence);
        Assert.Empty(log.ClockChangesOf(First));
    }

    [Fact]
    public void What_was_asked_when_the_process_died_may_have_been_sent()
    {
        using (var log = OperationLog.Open(_folder, _time)) log.Append(Row("collector", "all", "asked"));
        using var again = OperationLog.Open(_folder, _time);
        Assert.Contains("may have been set by collector", Assert.Single(again.ClockChangesOf(Second)).Sentence, StringComparison.Ordinal);
        Assert.Equal(_time.GetUtcNow(), again.LastOf("collector", "clock")[("riser", "all")]); // so no second broadcast on that day
    }

    [Fact]
    public void After_seventy_days_a_change_is_forgotten()
    {
        using (var log = OperationLog.Open(_folder, _time)) log.Append(Row("kim", "m1", "sent, answered"));
        _time.Advance(TimeSpan.FromDays(71));
        using var again = OperationLog.Open(_folder, _time);
        Assert.Empty(again.ClockChangesOf(First));
    }

    private static Operation Row(string who, string meter, string outcome) => new(who, "riser", meter, "clock", "68", "", outcome);
}
