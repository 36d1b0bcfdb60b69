using AmrCollector.Gaps;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Tests.Support;
using AmrCollector.Validation;
using NodaTime;

namespace AmrCollector.Tests.Gaps;

/// <summary>The worked numbers of the trade, and what counts as first, as in time and as wrong.</summary>
public sealed class KpiTests : IDisposable
{
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly DateTimeOffset Midnight = DateTimeOffset.Parse("2026-11-20T16:00:00Z");
    private static readonly DateOnly Day = new(2026, 11, 21);
    private static readonly ObisCode Total = ObisCode.Parse("1-0:1.8.0");
    private readonly string _folder = Directory.CreateTempSubdirectory("amr-kpi-").FullName;
    private readonly ManualTime _time = new(Midnight);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_worked_example_of_ten_thousand_meters()
    {
        Kpi kpi = new() { Due = 10_000, Actual = 9_930, Estimated = 55, Wrong = 4 };
        Assert.Equal((0.9930m, 0.0055m, 0.0015m), (kpi.ActualShare, kpi.EstimatedShare, kpi.MissedShare));
        Assert.Equal(0.000403m, kpi.ErrorShare);
        Assert.Equal(1m, kpi.ActualShare + kpi.EstimatedShare + kpi.MissedShare);
        Assert.Null(new Kpi().FirstShare);
    }

    [Fact]
    public void Readings_count_where_they_came_and_what_a_person_rejects_is_taken_back()
    {
        using var book = Open(8);
        var sightings = new Sightings(Streams(8), Shanghai);
        Take(book, sightings, 1, minutes: 15); // the first round: the plan asks at 00:10
        Take(book, sightings, 2, minutes: 75); // 01:15 is behind it
        Take(book, sightings, 3, minutes: 9 * 60);
        Take(book, sightings, 4, minutes: 30 * 60);
        Take(book, sightings, 5, minutes: 49 * 60);
        Take(book, sightings, 6, minutes: 20);
        Take(book, sightings, 6, minutes: 20, draft => draft with { Replaces = "x-1", Verdict = new() { Judgement = Judgement.Reject, Rules = [RuleId.HighUsage], Quality = "2.7.3" } });
        Take(book, sightings, 7, minutes: 600, draft => draft with { Source = Source.Estimate });
        _time.Advance(TimeSpan.FromDays(3));
        book.CloseDays();

        using var reader = GapReader.Open(_folder)!;
        var kpi = Assert.Single(reader.Kpis(new() { From = Day, To = Day }, GapSplit.Day, _time.GetUtcNow()));
        Assert.Equal((8, 1, 2, 3, 4), (kpi.Due, kpi.First, kpi.ByCutOff, kpi.SameDay, kpi.OnTime));
        Assert.Equal((5, 1, 2, 1), (kpi.Actual, kpi.Estimated, kpi.Missed, kpi.Wrong));
        Assert.Equal(["T0", "T1"], reader.Kpis(new() { From = Day, To = Day }, GapSplit.Area, _time.GetUtcNow()).Select(row => row.Area));
    }

    [Fact]
    public void An_edited_reading_is_wrong_once_however_often_it_is_edited_and_stays_read()
    {
        using var book = Open(1);
        var sightings = new Sightings(Streams(1), Shanghai);
        Take(book, sightings, 1, minutes: 15);
        for (var i = 0; i < 2; i++) Take(book, sightings, 1, minutes: 15, draft => draft with { Replaces = "x-1", Origin = Origin.Edited });
        using var reader = GapReader.Open(_folder)!;
        var kpi = Assert.Single(reader.Kpis(new() { From = Day, To = Day }, GapSplit.None, _time.GetUtcNow().AddHours(1)));
        Assert.Equal((1, 1, 1, 1), (kpi.Due, kpi.First, kpi.Actual, kpi.Wrong));
    }

    private GapBook Open(int meters)
    {
        var book = GapBook.Open(_folder, "l/e", Shanghai, _time);
        book.Expect([.. Streams(meters)]);
        return book;
    }

    private static IEnumerable<ExpectedStream> Streams(int meters) => Enumerable.Range(1, meters).Select(number =>
        new ExpectedStream(new() { Id = new($"m{number}"), Line = "riser", Area = $"T{number % 2}" }, "dailyFreeze", SlotSchedule.Midnight(MeterClock.Standard), 62, [Total]) { Asked = TimeSpan.FromMinutes(10) });

    private static void Take(GapBook book, Sightings sightings, int meter, int minutes, Func<EntryDraft, EntryDraft>? change = null)
    {
        EntryDraft draft = new()
        {
            Meter = new() { Id = new($"m{meter}") },
            Item = Total,
            Source = Source.DailyFreeze,
            Instant = Midnight,
            Value = 100,
            Unit = Unit.KilowattHour,
            ReadAt = Midnight.AddMinutes(minutes),
            Verdict = new() { Judgement = Judgement.Accept },
        };
        book.Note(sightings.Of(change is null ? draft : change(draft)));
        book.Flush();
    }
}
