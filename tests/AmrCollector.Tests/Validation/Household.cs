using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Validation;

/// <summary>One meter, its register's history, and readings put through the judge the way the collector does it.</summary>
internal sealed class Household
{
    public static readonly DateTimeOffset Day0 = new(2026, 5, 31, 16, 0, 0, TimeSpan.Zero);
    public static readonly ObisCode Total = ObisCode.Parse("1-0:1.8.0");

    public Meter Meter { get; init; } = new() { Id = new("000012345601"), Address = "000012345601" };

    public RegisterTimeline Past { get; } = new();

    public RuleParameters Parameters { get; init; } = RuleParameters.Default;

    public Circumstances Around { get; init; } = Circumstances.None;

    public static DateTimeOffset Day(double day) => Day0.AddSeconds(Math.Round(day * 86400));

    public RegisterSet Set(DateTimeOffset at, decimal? value, Source source = Source.DailyFreeze, ItemKind kind = ItemKind.Cumulative) => new()
    {
        Meter = Meter,
        Source = source,
        Instant = at,
        ReadAt = at.AddMinutes(10),
        RepliedFrom = Meter.Address,
        Registers = [new() { Item = Total, Kind = kind, Value = value, Unit = Unit.KilowattHour, Fault = value is null ? "FF FF FF FF: no value" : null }],
        Evidence = Evidence.None,
    };

    public Verdict Judged(RegisterSet set) => Judge.Of(set, _ => Past, Parameters, Around)[0];

    public Verdict Judged(double day, decimal? value, Source source = Source.DailyFreeze) => Judged(Set(Day(day), value, source));

    /// <summary>Judges and, as the collector does, remembers.</summary>
    public Verdict Take(double day, decimal? value, Source source = Source.DailyFreeze)
    {
        var verdict = Judged(day, value, source);
        if (!verdict.IsRepeat) Past.Put(TimelineRow.Of(Day(day), source, value, verdict));
        return verdict;
    }
}
