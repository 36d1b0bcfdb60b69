using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using AmrCollector.Feed;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Benchmarks;

/// <summary>
/// What a ledger grows by, what closing its months costs, and how the whole is verified and read afterwards (issue: 20 million entries; 500 million
/// are computed). Arguments: entries, months to keep.
/// </summary>
internal static class LedgerGrowth
{
    private const int Meters = 20_000;
    private const int Registers = 5;
    private const int Batch = 20_000;
    private const long Whole = 500_000_000;
    private static readonly DateTimeOffset Begins = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static int Run(string[] args)
    {
        var entries = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 2_000_000;
        var keep = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 2;
        Console.WriteLine(Machine.Describe());
        var folder = Directory.CreateTempSubdirectory("amr-bench-").FullName;
        try
        {
            var last = Fill(folder, entries);
            Close(folder, entries, last, keep);
            Verify(folder, entries);
            Pull(folder, entries);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static DateTimeOffset Fill(string folder, long entries)
    {
        using var ledger = SqliteLedger.Open(folder, TimeProvider.System);
        var started = Stopwatch.GetTimestamp();
        var (filled, day) = (0L, 0);
        while (filled < entries)
        {
            foreach (var drafts in Day(day).Chunk(Batch).TakeWhile(_ => filled < entries)) filled += ledger.Append(drafts[..(int)Math.Min(drafts.Length, entries - filled)]).Entries.Count;
            day++;
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var bytes = SizeOf(Path.Combine(folder, "ledger.db"));
        Say($"{entries:N0} entries of {day} days in {seconds:F0} s ({entries / seconds:N0}/s); active file {bytes / 1e6:N0} MB, {(double)bytes / entries:F0} bytes an entry with evidence; {Whole:N0} a year: {(double)bytes / entries * Whole / 1e9:N0} GB");
        return Begins.AddDays(day);
    }

    private static void Close(string folder, long entries, DateTimeOffset last, int keep)
    {
        var before = SizeOf(Path.Combine(folder, "ledger.db"));
        var started = Stopwatch.GetTimestamp();
        using (var archive = MonthArchive.Open(folder)) Say($"closed {string.Join(", ", archive.CloseDue(last, keep, CancellationToken.None))}");
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        using var reader = LedgerReader.Open(folder);
        var months = reader.ClosedMonths();
        var closed = months.Count == 0 ? 0 : months[^1].Last;
        var bytes = months.Sum(month => SizeOf(Path.Combine(folder, month.Name)));
        Say($"{closed:N0} entries in {months.Count} closed months in {seconds:F0} s ({closed / seconds:N0}/s): {bytes / 1e6:N0} MB, {(double)bytes / Math.Max(1, closed):F0} bytes an entry; a month of {Whole / 12:N0}: {(double)bytes / Math.Max(1, closed) * Whole / 12 / 1e9:F1} GB, {Whole / 12 / (closed / seconds) / 60:F0} min");
        Say($"the active file keeps {entries - closed:N0} entries and {before / 1e6:N0} MB, whose free pages the next months use");
    }

    private static void Verify(string folder, long entries)
    {
        var started = Stopwatch.GetTimestamp();
        var report = Chain.Verify(folder, [], null, CancellationToken.None);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Say($"verify: {(report.Fault is null ? "whole" : report.Fault.What)}, {report.Verified:N0} entries in {seconds:F0} s ({entries / seconds:N0}/s); {Whole:N0}: {Whole / (entries / seconds) / 60:F0} min");
    }

    private static void Pull(string folder, long entries)
    {
        using var reader = LedgerReader.Open(folder);
        foreach (var (what, from) in ((string, long)[])[("a closed month", 0), ("the active file", Math.Max(0, entries - 200_000))])
        {
            ArrayBufferWriter<byte> output = new(1 << 20);
            FeedRows rows = new(reader.Id, reader.Epochs(), separated: false);
            var (count, started) = (Math.Min(200_000, entries - from), Stopwatch.GetTimestamp());
            reader.Visit(from, from + count, (scoped in row) =>
            {
                rows.Write(output, row);
                if (output.WrittenCount > 512 * 1024) output.ResetWrittenCount();
            });
            Say($"read as NDJSON from {what}: {count / Stopwatch.GetElapsedTime(started).TotalSeconds:N0} entries/s");
        }
    }

    private static IEnumerable<EntryDraft> Day(int day)
    {
        var midnight = Begins.AddDays(day);
        for (var number = 0; number < Meters; number++)
        {
            Meter meter = new()
            {
                Id = new(number.ToString("D12", CultureInfo.InvariantCulture)),
                Point = string.Create(CultureInfo.InvariantCulture, $"P{number}"),
                Account = string.Create(CultureInfo.InvariantCulture, $"A{number}"),
                Area = string.Create(CultureInfo.InvariantCulture, $"T{number % 500}"),
            };
            Evidence evidence = new(new byte[16], new byte[38]);
            for (byte tariff = 0; tariff < Registers; tariff++)
            {
                yield return new()
                {
                    Meter = meter,
                    Item = new(1, 0, 1, 8, tariff, 255),
                    Source = Source.DailyFreeze,
                    Instant = midnight,
                    Value = 1000.25m + day + (number % 97),
                    Unit = Unit.KilowattHour,
                    ReadAt = midnight.AddMinutes(10),
                    Verdict = new() { Judgement = Judgement.Accept, Consumption = new(7.86m, Unit.KilowattHour, midnight.AddDays(-1)) },
                    Evidence = evidence,
                };
            }
        }
    }

    private static long SizeOf(string file) => new FileInfo(file).Length;

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
