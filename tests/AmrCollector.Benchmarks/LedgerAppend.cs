using System.Diagnostics;
using System.Globalization;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Benchmarks;

/// <summary>
/// Durable appends of 1,000 against a bare SQLite insert of the same rows, turn about in one run, after both files were filled
/// (design.md §9: at least 0.7 x at 5 million rows). Arguments: rows to fill, batches to measure, folder.
/// </summary>
internal static class LedgerAppend
{
    private const int Batch = 1000;
    private const int Meters = 100_000;
    private const int Registers = 5; // a daily freeze: total and four tariffs, one exchange

    internal static int Run(string[] args)
    {
        var rows = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 200_000;
        var batches = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 50;
        var folder = Directory.CreateTempSubdirectory("amr-bench-").FullName;
        try
        {
            var (ours, bare) = Measure(folder, rows, batches);
            Print("ledger append", rows, ours);
            Print("bare insert", rows, bare);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio (median) {Median(bare) / Median(ours):F2} x, (total) {bare.Sum() / ours.Sum():F2} x"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (List<double> Ours, List<double> Bare) Measure(string folder, long rows, int batches)
    {
        var reference = Path.Combine(folder, "bare");
        SqliteLedger.Open(reference, TimeProvider.System).Dispose();
        using SqliteLedger ledger = SqliteLedger.Open(Path.Combine(folder, "ours"), TimeProvider.System);
        using LedgerBareInsert bare = new(Path.Combine(reference, "ledger.db"));
        var day = Fill(ledger, bare, rows);
        List<double> ours = [];
        List<double> theirs = [];
        foreach (var drafts in Rows(day).Chunk(Batch).Take(batches))
        {
            var oursFirst = ours.Count % 2 == 0;
            if (oursFirst) ours.Add(Time(() => ledger.Append(drafts)));
            theirs.Add(Time(() => bare.Append(drafts)));
            if (!oursFirst) ours.Add(Time(() => ledger.Append(drafts)));
        }

        return ledger.Head.Sequence == rows + (long)batches * Batch ? (ours, theirs) : throw new InvalidOperationException("Rows were refused");
    }

    private static int Fill(SqliteLedger ledger, LedgerBareInsert bare, long rows)
    {
        var (filled, day) = (0L, 0);
        var started = Stopwatch.GetTimestamp();
        while (filled < rows)
        {
            foreach (var drafts in Rows(day).Chunk(10_000).TakeWhile(_ => filled < rows))
            {
                var left = drafts.Take((int)Math.Min(drafts.Length, rows - filled)).ToList();
                ledger.Append(left);
                bare.Append(left);
                filled += left.Count;
            }

            day++;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"both filled with {rows:N0} rows in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s"));
        return day;
    }

    /// <summary>One day's freezes of all meters, the meters in the order in which lines answer: none.</summary>
    private static IEnumerable<EntryDraft> Rows(int day)
    {
        var order = Enumerable.Range(0, Meters).ToArray();
        new Random(day).Shuffle(order);
        var midnight = DateTimeOffset.UnixEpoch.AddDays(20_000 + day);
        foreach (var number in order)
        {
            Meter meter = new()
            {
                Id = new(number.ToString("D12", CultureInfo.InvariantCulture)),
                Point = $"P{number}",
                Account = $"A{number}",
                Area = $"T{number % 500}",
            };
            Evidence evidence = new(new byte[16], new byte[38]);
            for (byte tariff = 0; tariff < Registers; tariff++)
                yield return Draft(meter, tariff, midnight, evidence, 1000 + day + number % 97);
        }
    }

    private static EntryDraft Draft(Meter meter, byte tariff, DateTimeOffset midnight, Evidence evidence, decimal value) => new()
    {
        Meter = meter,
        Item = new(1, 0, 1, 8, tariff, 255),
        Source = Source.DailyFreeze,
        Instant = midnight,
        Value = value + 0.25m,
        Unit = Unit.KilowattHour,
        ReadAt = midnight.AddMinutes(10),
        Verdict = new() { Judgement = Judgement.Accept, Consumption = new(7.86m, Unit.KilowattHour, midnight.AddDays(-1)) },
        Evidence = evidence,
    };

    private static double Time(Action act)
    {
        var started = Stopwatch.GetTimestamp();
        act();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static void Print(string what, long rows, List<double> times) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what,-14} at {rows:N0} rows: median {Median(times):F1} ms, best {times.Min():F1} ms a batch of {Batch}; {Batch / Median(times) * 1000:N0} rows/s"));
}
