using AmrCollector.Gaps;
using AmrCollector.Metering;
using AmrCollector.Tests.Support;
using NodaTime;

namespace AmrCollector.Tests.Gaps;

/// <summary>Counts that are kept as slots are filled are what counting everything anew gives, through restarts, and no question scans.</summary>
public sealed class GapCountsTests : IDisposable
{
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly SlotState[] States = [SlotState.Have, SlotState.FromDailyFreeze, SlotState.FromLoadRecord, SlotState.Estimated, SlotState.NoRecord, SlotState.Refused];

    private readonly string _folder = Directory.CreateTempSubdirectory("amr-gaps-").FullName;
    private readonly ManualTime _time = new(DateTimeOffset.Parse("2026-11-01T16:00:00Z"));
    private readonly Dictionary<(string Meter, string Read, DateTimeOffset Instant), SlotState> _truth = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_happens_in_whatever_order_the_counts_are_exact(int seed)
    {
        Random chance = new(seed);
        List<ExpectedStream> streams =
        [
            .. from meter in Enumerable.Range(1, 6)
               let listed = new Meter { Id = new($"m{meter}"), Line = $"line {meter % 2}", Area = $"T{meter % 3}" }
               from stream in (ExpectedStream[])
               [
                   new(listed, "profile", SlotSchedule.Every(TimeSpan.FromHours(1)), 40, []),
                   new(listed, "dailyFreeze", SlotSchedule.Midnight(MeterClock.Standard), 62, []),
               ]
               select stream,
        ];
        var book = Open(streams);
        for (var round = 0; round < 60; round++)
        {
            _time.Advance(TimeSpan.FromMinutes(chance.Next(600)));
            for (var i = chance.Next(40); i > 0; i--) Happen(book, streams[chance.Next(streams.Count)], chance);
            if (chance.Next(4) > 0) book.CloseDays();
            if (chance.Next(10) != 0) continue;
            book.Flush();
            book.Dispose();
            book = Open(streams);
        }

        book.CloseDays();
        using var reader = GapReader.Open(_folder)!;
        AssertCounts(reader, streams);
        AssertPages(reader, streams);
        book.Dispose();
    }

    private void Happen(GapBook book, ExpectedStream stream, Random chance)
    {
        var (date, index) = stream.Schedule.Find(_time.GetUtcNow().AddHours(-chance.Next(24 * 5)), Shanghai)!.Value;
        var instant = stream.Schedule.InstantOf(date, index, Shanghai);
        if (date < new LocalDate(2026, 11, 2) || instant > _time.GetUtcNow()) return;
        var state = States[chance.Next(States.Length)];
        book.Note(new SlotNote(stream.Meter.Id, stream.Read, instant, state));
        var key = (stream.Meter.Id.Value, stream.Read, instant);
        if (SlotStates.Outdoes(state, _truth.GetValueOrDefault(key))) _truth[key] = state;
    }

    private void AssertCounts(GapReader reader, List<ExpectedStream> streams)
    {
        GapFilter all = new() { From = new(2026, 11, 1) };
        var rows = reader.Count(all, GapSplit.Day | GapSplit.Line | GapSplit.Area | GapSplit.Read, Now);
        var slots = Slots(streams).ToList();
        foreach (var row in rows)
        {
            var own = slots.Where(slot => (slot.Day, slot.Stream.Meter.Line, slot.Stream.Meter.Area, slot.Stream.Read) == (row.Day, row.Line, row.Area, row.Read)).ToList();
            Assert.Equal(
                (own.Count, Of(own, "have"), Of(own, "recovered"), Of(own, "estimated"), Of(own, "lost"), Of(own, "open")),
                (row.Expected, row.Have, row.Recovered, row.Estimated, row.Lost, row.Open));
        }

        Assert.Equal(slots.Count, rows.Sum(row => row.Expected));
        Assert.Equal(slots.Count, reader.Totals(Now).Sum(line => line.Expected));
        Assert.Equal(Of(slots, "open"), reader.Totals(Now).Sum(line => line.Open));
        var meter = Assert.Single(reader.Count(all with { Meter = new("m3") }, GapSplit.None, Now));
        Assert.Equal(Of([.. slots.Where(slot => slot.Stream.Meter.Id.Value == "m3")], "open"), meter.Open);
    }

    private void AssertPages(GapReader reader, List<ExpectedStream> streams)
    {
        List<Gap> gaps = [];
        GapPage page = new([], default(GapCursor));
        while (page.Next is { } next) gaps.AddRange((page = reader.Page(new() { To = reader.DayOf(Now).AddDays(-1) }, next, 7, Now)).Gaps);
        var missing = Slots(streams).Where(slot => slot.Day < reader.DayOf(Now) && !slot.State.IsActual()).ToList();
        Assert.Equal(missing.Count, gaps.Sum(gap => gap.Slots));
        var lost = reader.Page(new() { Line = "line 1", Read = "profile", State = "lost", To = reader.DayOf(Now).AddDays(-1) }, default, 10_000, Now).Gaps;
        Assert.Equal(missing.Count(slot => slot.State.IsLost() && slot.Stream is { Read: "profile", Meter.Line: "line 1" }), lost.Sum(gap => gap.Slots));
    }

    private IEnumerable<(ExpectedStream Stream, DateOnly Day, SlotState State)> Slots(List<ExpectedStream> streams) =>
        from stream in streams
        from date in Enumerable.Range(0, 40).Select(day => new LocalDate(2026, 11, 2).PlusDays(day))
        from index in Enumerable.Range(0, stream.Schedule.CountDue(date, Now, Shanghai))
        let instant = stream.Schedule.InstantOf(date, index, Shanghai)
        select (stream, date.ToDateOnly(), _truth.GetValueOrDefault((stream.Meter.Id.Value, stream.Read, instant)));

    private static int Of(IReadOnlyCollection<(ExpectedStream Stream, DateOnly Day, SlotState State)> slots, string word) => slots.Count(slot => slot.State.Word() == word);

    private DateTimeOffset Now => _time.GetUtcNow();

    private GapBook Open(List<ExpectedStream> streams)
    {
        var book = GapBook.Open(_folder, "ledger", Shanghai, _time);
        book.Expect(streams);
        return book;
    }
}
