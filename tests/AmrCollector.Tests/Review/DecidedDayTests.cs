using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Review;
using AmrCollector.Tests.Support;
using AmrCollector.Validation;
using NodaTime;

namespace AmrCollector.Tests.Review;

/// <summary>A day of quarter-hours that contradicts its freezes is held; what a person makes of it.</summary>
public sealed class DecidedDayTests : IAsyncLifetime, IDisposable
{
    private static readonly LocalDate Day = new(2026, 6, 17);
    private readonly ProfileSite _site = new("Asia/Shanghai", Day.PlusDays(1));
    private Entry _held = null!;

    public async Task InitializeAsync()
    {
        Freeze(Day, 100m);
        Freeze(Day.PlusDays(1), 130m);
        await _site.ObserveAsync(Day, Enumerable.Range(0, 97), quarter => 100m + (quarter * 0.25m));
        _held = Assert.Single(_site.Close());
        Assert.True(_held.Draft.Verdict.Held);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _site.Dispose();

    [Fact]
    public void Accepted_it_stands_as_it_is_with_who_and_why_in_the_chain()
    {
        var made = Decide(_held, Decision.Accept);
        Assert.Equal((_held.Id, 2, false, Judgement.Accept, "2.10.1", 24m), (made.Draft.Replaces, made.Revision, made.Draft.Verdict.Held, made.Draft.Verdict.Judgement, made.Draft.Verdict.Quality, made.Draft.Value));
        Assert.StartsWith("Accepted by li: seen on site", made.Draft.Verdict.Why, StringComparison.Ordinal);
        Assert.Equal(_site.BlockOf(_held).Values, _site.BlockOf(made).Values);
        Assert.Equal((Decision.Accept, "li", _held.Id), (RecordOf(made).Decision, RecordOf(made).User, RecordOf(made).EntryId));
        Assert.Null(Chain.Verify(Path.Combine(_site.Folder, "ledger"), [], null, default).Fault);
    }

    [Fact]
    public async Task Rejected_the_same_intervals_do_not_come_back_and_others_do()
    {
        var made = Decide(_held, Decision.Reject);
        Assert.Equal((Judgement.Reject, "2.7.3"), (made.Draft.Verdict.Judgement, made.Draft.Verdict.Quality));
        Assert.Empty(_site.Append(new Handover.Intervals(_held.Draft with { Evidence = _site.Reader.Evidence(_held.Sequence) })));
        await _site.ObserveAsync(Day, [50], _ => 112.60m);
        var other = _held.Draft with { Evidence = new(default, new IntervalBlock(TimeSpan.FromMinutes(15), 2, [.. Enumerable.Repeat(0.30m, 96)], [.. Enumerable.Repeat(IntervalQuality.Actual, 96)]).Pack()) };
        Assert.Single(_site.Append(new Handover.Intervals(other)));
    }

    [Fact]
    public void Scaled_to_another_total_every_interval_keeps_its_share_and_the_sum_is_exact()
    {
        var made = Decide(_held, Decision.Edit, 30.01m);
        var day = _site.BlockOf(made);
        Assert.Equal((30.01m, 30.01m, Origin.Edited, "2.7.0"), (made.Draft.Value, day.Sum, made.Draft.Origin, made.Draft.Verdict.Quality));
        Assert.All(day.Values, value => Assert.InRange(value, 0.31m, 0.32m));
        Assert.All(day.Qualities, quality => Assert.Equal(IntervalQuality.Edited, quality));
        Assert.DoesNotContain(RuleId.SumCheck, made.Draft.Verdict.Rules);
    }

    [Fact]
    public async Task Named_intervals_are_other_and_nothing_the_meter_tells_later_takes_them_back()
    {
        var made = Decide(_held, Decision.Edit, null, new(40, 3m), new(41, 3.50m));
        var day = _site.BlockOf(made);
        Assert.Equal((30m, 3m, 3.50m, 94), (day.Sum, day.Values[40], day.Values[41], day.Qualities.Count(quality => quality == IntervalQuality.Actual)));
        Assert.Equal((24m, 30m), (RecordOf(made).Before, RecordOf(made).After));
        Assert.Contains("\"interval\":41,\"before\":\"0.25\",\"after\":\"3\"", System.Text.Encoding.UTF8.GetString(_site.Reader.Evidence(made.Sequence).Request.Span), StringComparison.Ordinal);
        await _site.ObserveAsync(Day, [7], _ => 101.80m);
        Assert.Empty(_site.Close());
    }

    [Fact]
    public void A_posted_day_that_is_edited_carries_its_adjustment()
    {
        var accepted = Decide(_held, Decision.Accept);
        var edited = Decide(accepted, Decision.Edit, 25m);
        Assert.Equal((1m, 3, accepted.Id), (edited.Draft.Verdict.Adjustment, edited.Revision, edited.Draft.Replaces));
    }

    public static TheoryData<decimal?, int, decimal, string> Impossible => new()
    {
        { -1m, -1, 0, "cannot be below 0" },
        { 24.001m, -1, 0, "at most 2 digits" },
        { 90_000m, -1, 0, "more than the meter can carry" },
        { null, 96, 1m, "There is no interval 97" },
        { null, 3, -0.01m, "cannot be below 0" },
        { null, 3, 0.255m, "at most 2 digits" },
        { null, 3, 400m, "more than the meter can carry in 15 minutes" },
        { null, -1, 0, "needs its new total, or the intervals" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_is_refused_with_a_sentence_and_changes_nothing(decimal? total, int index, decimal value, string sentence)
    {
        var head = _site.Ledger.Head;
        var refused = Refused(_held, Decision.Edit, total, index == -1 ? [] : [new(index, value)]);
        Assert.Contains(sentence, Assert.IsType<ReviewRefusedException>(refused).Message, StringComparison.Ordinal);
        Assert.Equal(head, _site.Ledger.Head);
    }

    [Fact]
    public void The_second_of_two_people_is_told_who_decided_what()
    {
        var made = Decide(_held, Decision.Edit, 30m);
        var conflict = Assert.IsType<ReviewConflictException>(Refused(_held, Decision.Accept, null, []));
        Assert.Equal(made.Id, conflict.Later);
        Assert.Contains("li edited it to 30", conflict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_with_holes_is_not_scaled_but_its_holes_may_be_named()
    {
        IntervalBlock day = new(TimeSpan.FromMinutes(15), 2, [1m, 0m, 2m], [IntervalQuality.Actual, IntervalQuality.Missing, IntervalQuality.Actual]);
        Assert.Contains("1 of its intervals are missing", Assert.Throws<ReviewRefusedException>(() => IntervalEdits.Apply(day, Edit(5m), null)).Message, StringComparison.Ordinal);
        var filled = IntervalEdits.Apply(day, Edit(null) with { Intervals = [new(1, 1.50m)] }, null);
        Assert.Equal(([1m, 1.50m, 2m], true), (filled.Values.ToArray(), filled.IsWhole), SameDay);
        Assert.Equal([0.34m, 0.33m, 0.34m], IntervalEdits.Apply(new(TimeSpan.FromMinutes(15), 2, [0m, 0m, 0m], new IntervalQuality[3]), Edit(1.01m), null).Values);
    }

    private static bool SameDay((decimal[] Values, bool IsWhole) one, (decimal[] Values, bool IsWhole) other) => one.Values.SequenceEqual(other.Values) && one.IsWhole == other.IsWhole;

    private static ReviewDecision Edit(decimal? total) => new("x", Decision.Edit, total, "seen", "li", default);

    private Entry Decide(Entry entry, Decision decision, decimal? total = null, params IntervalEdit[] edits)
    {
        Handover.Decided handover = new(ProfileSite.Meter, new(entry.Id, decision, total, "seen on site", "li", _site.Time.GetUtcNow()) { Intervals = edits });
        var made = _site.Append(handover);
        Assert.Null(handover.Refusal);
        return Assert.Single(made);
    }

    private Exception? Refused(Entry entry, Decision decision, decimal? total, IntervalEdit[] edits)
    {
        Handover.Decided handover = new(ProfileSite.Meter, new(entry.Id, decision, total, "seen on site", "wang", _site.Time.GetUtcNow()) { Intervals = edits });
        Assert.Empty(_site.Append(handover));
        return handover.Refusal;
    }

    private DecisionRecord RecordOf(Entry entry) => DecisionRecord.Of(_site.Reader.Evidence(entry.Sequence))!;

    private void Freeze(LocalDate day, decimal value) => _site.Append(new Handover.Readings(new(ProfileSite.Meter, [new()
    {
        Meter = ProfileSite.Meter,
        Source = Source.DailyFreeze,
        Instant = _site.StartOf(day),
        ReadAt = _site.StartOf(day).AddMinutes(10),
        RepliedFrom = ProfileSite.Meter.Address,
        Registers = [new() { Item = ProfileSite.Register, Value = value, Unit = Unit.KilowattHour }],
        Evidence = Evidence.None,
    }])));
}
