using System.Diagnostics;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Review;
using AmrCollector.Validation;

namespace AmrCollector.Benchmarks.Review;

/// <summary>A queue of many open items: how long it takes to follow the ledger, and what a page and a count cost at its beginning and at its end.</summary>
internal static class ReviewVerb
{
    private const int Batch = 1000;
    private const int Page = 100;
    private const int Rounds = 200;
    private static readonly DateTimeOffset First = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static int Run(string[] options)
    {
        var items = Options.Number(options, "--items", 100_000);
        Console.WriteLine(Machine.Describe());
        var folder = Directory.CreateTempSubdirectory("amr-bench-review-").FullName;
        try
        {
            using var ledger = SqliteLedger.Open(Path.Combine(folder, "ledger"), TimeProvider.System);
            for (var i = 0; i < items; i += Batch) ledger.Append([.. Enumerable.Range(i, Math.Min(Batch, items - i)).Select(Draft)]);
            using var queue = ReviewQueue.Open(folder, ledger.OpenReader());
            var watch = Stopwatch.StartNew();
            queue.Follow();
            Console.WriteLine($"{items} open items followed in {watch.ElapsedMilliseconds} ms");
            foreach (var (name, filter) in ((string, ReviewFilter)[])[("held", new()), ("one meter", new() { Meter = new("000000000042") }), ("one area", new() { Area = "T-7" }), ("one rule", new() { Rule = "V34_SPIKE" })])
            {
                Time($"{name}: first page of {Page}", () => queue.Page(filter, 0, Page));
                Time($"{name}: last page", () => queue.Page(filter, items - Page, Page));
                Time($"{name}: count", () => queue.Count(filter));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static void Time(string what, Action act)
    {
        act();
        var times = new double[Rounds];
        for (var i = 0; i < Rounds; i++)
        {
            var began = Stopwatch.GetTimestamp();
            act();
            times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        }

        Array.Sort(times);
        Console.WriteLine($"  {what}: {times[Rounds / 2]:0.000} ms (p95 {times[Rounds * 95 / 100]:0.000})");
    }

    private static EntryDraft Draft(int number) => new()
    {
        Meter = new() { Id = new($"{number % 2000:000000000000}"), Area = $"T-{number % 50}" },
        Item = ObisCode.Parse("1-0:1.8.0"),
        Source = Source.DailyFreeze,
        Instant = First.AddDays(number / 2000),
        Value = number,
        Unit = Unit.KilowattHour,
        ReadAt = First.AddDays(number / 2000),
        Verdict = new() { Judgement = Judgement.Suspect, Held = true, Rules = [number % 4 == 0 ? "V34_SPIKE" : "V30_HIGH_USAGE"], Why = "far above its usual days" },
    };
}
