using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Service;

/// <summary>A ledger with one day of quarter-hours of 0.25 kWh each, which is held because the register says otherwise.</summary>
internal static class HeldDay
{
    /// <summary>When the day begins.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes it into the data of the configuration folder.</summary>
    public static void Fill(ConfigurationFolder folder)
    {
        IntervalBlock day = new(TimeSpan.FromMinutes(15), 2, [.. Enumerable.Repeat(0.25m, 96)], [.. Enumerable.Repeat(IntervalQuality.Actual, 96)]);
        using var ledger = SqliteLedger.Open(Path.Combine(folder.Path, "data", "ledger"), TimeProvider.System);
        Assert.Empty(ledger.Append([new()
        {
            Meter = new() { Id = new("000012345601") },
            Item = ObisCode.Parse("1-0:1.29.0"),
            Kind = ItemKind.Interval,
            Source = Source.Profile,
            Instant = Start,
            Value = day.Sum,
            Unit = Unit.KilowattHour,
            ReadAt = Start.AddDays(1),
            Verdict = new() { Judgement = Judgement.Suspect, Held = true, Rules = [RuleId.SumCheck], Why = "96 intervals add up to 24 kWh, the register says 30." },
            Evidence = new(default, day.Pack()),
        }]).Quarantined);
    }
}
