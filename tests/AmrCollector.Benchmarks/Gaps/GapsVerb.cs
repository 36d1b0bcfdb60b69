using System.Diagnostics;
using AmrCollector.Gaps;
using AmrCollector.Metering;
using NodaTime;

namespace AmrCollector.Benchmarks.Gaps;

/// <summary>
/// The account of quarter-hours: disk, time of an update, time of a question. A year is filled slot by slot for some meters (<c>--filled</c>); with more
/// <c>--meters</c> than those their rows are copied, month by month, until the file holds all of them: its size and its answers are then no
/// reckoning. Registering and one quarter-hour are measured with all 100,000 in any case.
/// Of the meter-days 3 % have a hole of 1 to 40 slots and 0.5 % are missing whole; seven in ten of those come back.
/// </summary>
internal static class GapsVerb
{
    private const int All = 100_000;
    private const int MetersALine = 50;
    private const int MostFilled = 2000;
    private const int FewFilled = 200;
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
    private static readonly SlotSchedule Quarters = SlotSchedule.Every(TimeSpan.FromMinutes(15));

    internal static int Run(string[] options)
    {
        var meters = Options.Number(options, "--meters", 1000);
        var days = Options.Number(options, "--days", 365);
        var filled = Math.Min(meters, Options.Number(options, "--filled", meters > MostFilled ? FewFilled : meters));
        Console.WriteLine(Machine.Describe());
        InFolder(folder => Year(folder, meters, filled, days));
        InFolder(Quarter);
        return 0;
    }

    private static void InFolder(Action<string> measure)
    {
        var folder = Directory.CreateTempSubdirectory("amr-bench-gaps-").FullName;
        try
        {
            measure(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Year(string folder, int meters, int filled, int days)
    {
        LocalDate first = new(2026, 1, 1);
        StandingTime time = new() { Now = Quarters.InstantOf(first, 0, Zone) };
        var expected = Streams(filled);
        var slots = 0L;
        var watch = Stopwatch.StartNew();
        using (var book = GapBook.Open(folder, "bench", Zone, time))
        {
            book.Expect(expected);
            Random chance = new(1);
            for (var day = 0; day < days; day++)
            {
                foreach (var stream in expected) slots += Fill(book, stream.Meter.Id, first.PlusDays(day), chance);
                time.Now = Quarters.InstantOf(first.PlusDays(day + 1), 0, Zone);
                book.CloseDays();
            }
        }

        var seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine($"{filled:N0} meters x {days} days: {slots:N0} slots in {seconds:F1} s, {seconds * 1e6 / slots:F2} us a slot");
        if (meters > filled) Once($"copy them to {meters:N0} meters", () => meters = AccountCopies.Multiply(folder, filled, meters));
        var bytes = new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length);
        Console.WriteLine($"{meters:N0} meters x {days} days: {bytes:N0} bytes on disk, {(double)bytes / meters / days:F2} a meter and day");
        if (meters < All || days < 365) Console.WriteLine($"{All:N0} meters x 365 days: {(double)bytes / meters / days * All * 365 / 1e6:F0} MB (scaled)");
        Ask(folder, time.Now);
    }

    private static int Fill(GapBook book, MeterId meter, LocalDate date, Random chance)
    {
        var count = Quarters.Count(date, Zone);
        var fate = chance.Next(1000);
        var from = fate < 5 ? 0 : fate < 35 ? chance.Next(count) : count;
        var to = fate < 5 ? count : Math.Min(count, from + chance.Next(1, 41));
        var missed = chance.Next(10) < 7 ? SlotState.FromLoadRecord : SlotState.NoRecord;
        var begin = Quarters.InstantOf(date, 0, Zone);
        book.Note(Enumerable.Range(0, count).Select(i => new SlotNote(meter, "profile", begin + (i * Quarters.Step), i >= from && i < to ? missed : SlotState.Have)));
        return count;
    }

    private static void Ask(string folder, DateTimeOffset now)
    {
        using var reader = GapReader.Open(folder)!;
        var day = reader.DayOf(now).AddDays(-100);
        Time("gaps of a meter, all days", () => reader.Page(new() { Meter = new("m000017") }, default, 1000, now));
        Time("gaps of a line, one day", () => reader.Page(new() { Line = "line 3", From = day, To = day }, default, 1000, now));
        Time("gaps of all, one day, first 100", () => reader.Page(new() { From = day, To = day }, default, 100, now));
        Time("counts of one day by line", () => reader.Count(new() { From = day, To = day }, GapSplit.Line, now));
        Time("counts of a line, 30 days by day", () => reader.Count(new() { Line = "line 3", From = day.AddDays(-29), To = day }, GapSplit.Day, now));
        Time("totals by line", () => reader.Totals(now));
    }

    private static void Quarter(string folder)
    {
        StandingTime time = new() { Now = Quarters.InstantOf(new(2026, 6, 1), 0, Zone) };
        using var book = GapBook.Open(folder, "bench", Zone, time);
        var expected = Streams(All);
        Once($"begin to expect of {All:N0} meters", () => book.Expect(expected));
        for (var quarter = 0; quarter < 3; quarter++)
        {
            time.Now += Quarters.Step;
            Once($"one quarter-hour of {All:N0} meters", () =>
            {
                book.Note(expected.Select(stream => new SlotNote(stream.Meter.Id, "profile", time.Now, SlotState.Have)));
                book.Flush();
            });
        }

        time.Now = Quarters.InstantOf(new(2026, 6, 2), 0, Zone);
        Once($"close a day of {All:N0} meters, all with gaps", () => book.CloseDays());
        Once("open slots of a meter", () => book.OpenOf(new("m000017"), "profile", 96));
        Ask(folder, time.Now);
    }

    private static List<ExpectedStream> Streams(int meters) =>
        [.. Enumerable.Range(0, meters).Select(i => new ExpectedStream(new() { Id = new($"m{i:D6}"), Line = $"line {i / MetersALine}", Area = $"T{i / 200}" }, "profile", Quarters, 40, []))];

    private static void Once(string what, Action act)
    {
        var watch = Stopwatch.StartNew();
        act();
        Console.WriteLine($"{what}: {watch.Elapsed.TotalMilliseconds:F1} ms");
    }

    private static void Time(string what, Action act)
    {
        act();
        const int Rounds = 20;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Rounds; i++) act();
        Console.WriteLine($"{what}: {watch.Elapsed.TotalMilliseconds / Rounds:F2} ms");
    }
}
