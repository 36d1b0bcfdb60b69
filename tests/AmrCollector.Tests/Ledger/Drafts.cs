using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Ledger;

/// <summary>Drafts to store.</summary>
internal static class Drafts
{
    internal static readonly ObisCode Total = ObisCode.Parse("1-0:1.8.0");

    internal static readonly DateTimeOffset Midnight = new(2026, 11, 21, 16, 0, 0, TimeSpan.Zero);

    internal static readonly Verdict Accepted = new() { Judgement = Judgement.Accept };

    internal static readonly Verdict Held = new()
    {
        Judgement = Judgement.Suspect,
        Held = true,
        Rules = ["V11_HIGH"],
        Why = "higher than it can be",
        Quality = "2.4.1",
    };

    /// <summary>A daily freeze, <paramref name="day"/> days after <see cref="Midnight"/>.</summary>
    internal static EntryDraft Freeze(string meter, int day, decimal value = 1240.52m) => new()
    {
        Meter = new Meter
        {
            Id = new MeterId(meter),
            Point = "P-" + meter,
            Account = "A-7",
            Area = "riverside 3",
            Ct = 80,
            Pt = 1,
        },
        Item = Total,
        Source = Source.DailyFreeze,
        Instant = Midnight.AddDays(day),
        Value = value,
        Unit = Unit.KilowattHour,
        ReadAt = Midnight.AddDays(day).AddMinutes(10),
        MeterTime = Midnight.AddDays(day).AddMinutes(10).AddSeconds(3),
        Verdict = Accepted with { Consumption = new(628.80m, Unit.KilowattHour, Midnight.AddDays(day - 1)), Adjustment = -1.5m },
        Evidence = new(new byte[] { 0x68, 0x11 }, new byte[] { 0x68, 0x91, (byte)day }),
        OccurredAt = Midnight,
    };
}
