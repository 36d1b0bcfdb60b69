using AmrCollector.EndToEnd.Support;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.EndToEnd.Sinks;

/// <summary>A ledger with one day of quarter-hours: some recorded, some shares of a gap, two missing.</summary>
internal static class ProfileDay
{
    internal const string Meter = "000012345601";
    internal static readonly DateTimeOffset Start = new(2026, 11, 20, 16, 0, 0, TimeSpan.Zero);

    /// <summary>Energies, 0.00 to 0.93.</summary>
    internal static IntervalBlock Day { get; } = new(TimeSpan.FromMinutes(15), 2, [.. Enumerable.Range(0, 96).Select(i => i < 94 ? i / 100m : 0)], [.. Enumerable.Range(0, 96).Select(QualityOf)]);

    /// <summary>Stores it where the service of <paramref name="site"/> will look.</summary>
    internal static void Fill(TestSite site)
    {
        using var ledger = SqliteLedger.Open(site.Ledger, TimeProvider.System);
        var commit = ledger.Append([new()
        {
            Meter = new() { Id = new(Meter), Account = "A-17" },
            Item = ObisCode.Parse("1-0:1.29.0"),
            Kind = ItemKind.Interval,
            Source = Source.Profile,
            Instant = Start,
            Value = Day.Sum,
            Unit = Unit.KilowattHour,
            Origin = Origin.Substituted,
            ReadAt = Start.AddDays(1),
            Verdict = new() { Judgement = Judgement.Accept, Rules = [RuleId.Missing, RuleId.Linear] },
            Evidence = new(default, Day.Pack()),
        }]);
        Assert.Empty(commit.Quarantined);
    }

    /// <summary>When each known interval begins, and what it had.</summary>
    internal static IEnumerable<(long At, decimal Value)> Points => Enumerable.Range(0, 94).Select(i => (Start.AddMinutes(15 * i).ToUnixTimeMilliseconds(), Day.Values[i]));

    private static IntervalQuality QualityOf(int interval) => interval switch { < 40 => IntervalQuality.Actual, < 48 => IntervalQuality.Substituted, < 94 => IntervalQuality.Actual, _ => IntervalQuality.Missing };
}
