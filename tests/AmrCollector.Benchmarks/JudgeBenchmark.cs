using AmrCollector.Metering;
using AmrCollector.Validation;
using BenchmarkDotNet.Attributes;
using NodaTime;

namespace AmrCollector.Benchmarks;

/// <summary>Judging one daily freeze by all rules, 56 days of history at hand (bar: 200,000 a second per core = 5 us).</summary>
[MemoryDiagnoser]
public class JudgeBenchmark
{
    private static readonly DateTimeOffset Day0 = new(2026, 5, 31, 16, 0, 0, TimeSpan.Zero);
    private readonly RegisterTimeline _past = new();
    private readonly RuleParameters _parameters = RuleParameters.Default with { Calendar = new(DateTimeZoneProviders.Tzdb["Asia/Shanghai"]) };
    private RegisterSet _usual = null!;
    private RegisterSet _high = null!;

    /// <summary>56 days of a household.</summary>
    [GlobalSetup]
    public void Live()
    {
        for (var day = 0; day <= 56; day++) _past.Put(new(Day0.AddDays(day).ToUnixTimeSeconds(), 1000m + (day * 8) + (day % 5), Source.DailyFreeze, RowMarks.None));
        _usual = Freeze(1000m + (57 * 8) + 3);
        _high = Freeze(1000m + (57 * 8) + 150);
    }

    /// <summary>A day like the others.</summary>
    [Benchmark(Baseline = true)]
    public IReadOnlyList<Verdict> Usual() => Judge.Of(_usual, _ => _past, _parameters);

    /// <summary>A day that V30 weighs and holds.</summary>
    [Benchmark]
    public IReadOnlyList<Verdict> High() => Judge.Of(_high, _ => _past, _parameters);

    private static RegisterSet Freeze(decimal value) => new()
    {
        Meter = new() { Id = new("000012345601"), Address = "000012345601" },
        Source = Source.DailyFreeze,
        Instant = Day0.AddDays(57),
        ReadAt = Day0.AddDays(57).AddMinutes(10),
        RepliedFrom = "000012345601",
        Registers = [new() { Item = ObisCode.Parse("1-0:1.8.0"), Value = value, Unit = Unit.KilowattHour }],
        Evidence = Evidence.None,
    };
}
