using AmrCollector.Events;
using AmrCollector.Metering;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Events;

public sealed class EventStoreTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly MeterId Meter = new("000012345601");

    private readonly string _folder = Directory.CreateTempSubdirectory("amr-events-").FullName;
    private readonly ManualTime _time = new(Noon);
    private EventStore _events;

    public EventStoreTests() => _events = Open(new());

    public void Dispose()
    {
        _events.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void What_lasts_is_stored_when_it_begins_and_when_it_ends_and_not_between()
    {
        for (var i = 0; i < 5; i++) _events.Add(Down("refused"));
        Assert.Equal(("riser-1", "refused"), (_events.Standing().Single().Subject, _events.Standing().Single().Sentence));
        for (var i = 0; i < 5; i++) _events.Add(EventDraft.AllClear(EventKind.LineDown, "riser-1", "open"));
        Assert.Equal([EventState.Raised, EventState.Cleared], All().Select(one => one.Draft.State));
        Assert.Empty(_events.Standing());
    }

    [Fact]
    public void What_stood_at_the_end_of_the_process_stands_at_the_next_start_and_its_end_is_told()
    {
        _events.Add(Down("refused"));
        Reopen();
        _events.Add(Down("refused again"));
        Assert.Single(All());
        _events.Add(EventDraft.AllClear(EventKind.LineDown, "riser-1", "open"));
        Reopen();
        Assert.Equal(2, All().Count);
        Assert.Empty(_events.Standing());
    }

    [Fact]
    public void A_meter_event_is_stored_once_however_often_the_meter_is_read()
    {
        for (var i = 0; i < 3; i++) _events.Add(Opened(Noon.AddHours(-1)));
        _events.Add(Opened(Noon.AddHours(-2)));
        Reopen();
        _events.Add(Opened(Noon.AddHours(-1)));
        Assert.Equal([Noon.AddHours(-1), Noon.AddHours(-2)], All().Select(one => one.Draft.OccurredAt!.Value));
    }

    [Fact]
    public void Every_field_comes_back_and_filters_choose()
    {
        _events.Add(Down("refused") with { Line = "riser-1" });
        _events.Add(Opened(Noon));
        Assert.Equal(Opened(Noon), All()[1].Draft);
        Assert.Equal(Noon, All()[1].At);
        Assert.Equal(["coverOpened"], Read(new() { Meter = Meter }));
        Assert.Equal(["coverOpened"], Read(new() { Type = EventType.MeterEvent }));
        Assert.Equal([EventKind.LineDown], Read(new() { Line = "riser-1", Severity = EventSeverity.Alarm, Kind = EventKind.LineDown }));
    }

    [Fact]
    public void A_reader_walks_by_sequence_and_is_told_when_the_retention_was_faster()
    {
        Reopen(new() { Most = 10 });
        _events.Add(Note(0));
        var first = _events.ReadAfter(0, 1, EventFilter.All);
        Assert.Equal((true, false), (first.Full, first.Forgotten));
        for (var i = 1; i < 1010; i++) _events.Add(Note(i));
        Assert.True(_events.ReadAfter(first.End, 5, EventFilter.All).Forgotten);
        Assert.InRange(All().Count, 10, 20);
        Assert.False(_events.ReadAfter(All()[0].Sequence, 5, EventFilter.All).Forgotten);
    }

    [Fact]
    public void What_is_older_than_the_retention_goes_but_not_by_a_clock_that_is_not_trusted()
    {
        var isTrusted = false;
        _events.Dispose();
        _events = EventStore.Open(_folder, new(), _time, why => Assert.Fail(why), () => isTrusted);
        _events.Add(Note(-1));
        _time.StepWallClock(TimeSpan.FromDays(500));
        for (var i = 0; i < 1100; i++) _events.Add(Note(i));
        Assert.Equal(1101, All().Count);
        isTrusted = true;
        for (var i = 0; i < 1100; i++) _events.Add(Note(i));
        Assert.DoesNotContain(_events.ReadAfter(0, 5000, EventFilter.All).Events, one => one.Draft.Sentence == "-1");
        Assert.Equal(2200, _events.ReadAfter(0, 5000, EventFilter.All).Events.Count);
    }

    [Fact]
    public void Sequences_follow_the_clock_so_a_restored_backup_gives_none_out_twice()
    {
        _events.Add(Note(1));
        _events.Dispose();
        File.Copy(Path.Combine(_folder, "events.db"), Path.Combine(_folder, "backup"));
        _events = Open(new());
        _time.Advance(TimeSpan.FromMinutes(1));
        _events.Add(Note(2));
        var given = _events.Last;
        _events.Dispose();
        File.Copy(Path.Combine(_folder, "backup"), Path.Combine(_folder, "events.db"), overwrite: true);
        _events = Open(new());
        _time.Advance(TimeSpan.FromSeconds(1));
        _events.Add(Note(3));
        Assert.True(_events.Last > given);
    }

    [Fact]
    public async Task Who_waits_is_woken_by_the_next_event()
    {
        var waiting = _events.WaitBeyondAsync(0, CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        _events.Add(Note(1));
        await waiting;
    }

    private static EventDraft Down(string why) => EventDraft.Alarm(EventKind.LineDown, "riser-1", EventSeverity.Alarm, why);

    private static EventDraft Opened(DateTimeOffset at) => EventDraft.OfMeter(Meter, "riser-1", "coverOpened", at, EventSeverity.Alarm, "the cover was opened");

    private static EventDraft Note(int number) => new() { Kind = "note", Sentence = $"{number}" };

    private IReadOnlyList<CollectorEvent> All() => _events.ReadAfter(0, 2000, EventFilter.All).Events;

    private IEnumerable<string> Read(EventFilter filter) => _events.ReadAfter(0, 2000, filter).Events.Select(one => one.Draft.Kind);

    private EventStore Open(EventRetention retention) => EventStore.Open(_folder, retention, _time, why => Assert.Fail(why));

    private void Reopen(EventRetention? retention = null)
    {
        _events.Dispose();
        _events = Open(retention ?? new());
    }
}
