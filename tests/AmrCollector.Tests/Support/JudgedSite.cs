using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Observations;
using AmrCollector.Orders;
using AmrCollector.Polling;
using AmrCollector.Validation;
using NodaTime;

namespace AmrCollector.Tests.Support;

/// <summary>The judge as the service has it, with a real ledger and real observations, and no line.</summary>
internal sealed class JudgedSite : IDisposable
{
    internal static readonly DateTimeOffset Day0 = DateTimeOffset.Parse("2026-09-30T16:00:00Z", System.Globalization.CultureInfo.InvariantCulture); // 2026-10-01 in Shanghai
    internal static readonly ObisCode Total = ObisCode.Parse("1-0:1.8.0");

    private static readonly Plan Plan = new("all", [new(new Timing.Every(TimeSpan.FromMinutes(15)), [ReadWord.Profile, "status"]), new(new Timing.At(new(0, 10)), [ReadWord.DailyFreeze, "events"])]);

    private readonly string _folder = Directory.CreateTempSubdirectory("amr-judged-").FullName;
    private readonly SqliteLedger _ledger;
    private readonly ObservationStore _observations;
    private readonly BlockJudge _judge;

    internal JudgedSite(params Meter[] meters)
    {
        Meters = [.. meters.Select(meter => meter with { Plan = Plan.Name })];
        var zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
        var parameters = RuleParameters.Default with { Calendar = new(zone) };
        _ledger = SqliteLedger.Open(_folder, TimeProvider.System);
        Reader = _ledger.OpenReader();
        _observations = new(_folder, TimeSpan.FromDays(4000), TimeProvider.System, isFollowed: LateEvents.IsTelling);
        Late = new(Meters.ToDictionary(meter => meter.Id), _observations, zone);
        Surroundings around = new(() => Orders, _ => [], new Dictionary<string, Plan> { [Plan.Name] = Plan }, _observations, zone, new(Meters, Reader, () => Orders, parameters));
        _judge = new(Reader, new(Reader, new(Meters, Reader)), parameters, (_, _) => null, _ => [], around, (_, _, _) => { });
    }

    internal IReadOnlyList<Meter> Meters { get; }

    internal Meter Meter => Meters[0];

    internal LedgerReader Reader { get; }

    internal LateEvents Late { get; }

    /// <summary>How long after its instant a freeze is read.</summary>
    internal TimeSpan ReadAfter { get; set; } = TimeSpan.FromMinutes(10);

    internal OrderBook Orders { get; set; } = OrderBook.Empty;

    internal static DateTimeOffset At(double day) => Day0.AddSeconds(Math.Round(day * 86400));

    /// <summary>A daily freeze of the total and, when given, of other registers beside it; the verdict on the total.</summary>
    internal Verdict Read(double day, decimal value, Meter? meter = null, Source source = Source.DailyFreeze, params (string Item, decimal Value)[] beside)
    {
        var of = meter ?? Meter;
        var entries = Append(new Handover.Readings(new(of, [new()
        {
            Meter = of,
            Source = source,
            Instant = At(day),
            ReadAt = At(day) + ReadAfter,
            RepliedFrom = of.Address,
            Registers = [new() { Item = Total, Value = value, Unit = Unit.KilowattHour }, .. beside.Select(one => new RegisterValue { Item = ObisCode.Parse(one.Item), Value = one.Value, Unit = Unit.KilowattHour })],
            Evidence = Evidence.None,
        }])));
        return entries.Last(entry => entry.Draft.Item == Total && entry.Draft.Instant == At(day)).Draft.Verdict;
    }

    /// <summary>What the meter told of an item at a day and its parts.</summary>
    internal async Task TellAsync(string item, params (double Day, decimal Value)[] values)
    {
        _observations.Add([.. values.Select(told => new Observation(Meter.Id, ObisCode.Parse(item), At(told.Day), told.Value, Unit.None))]);
        using CancellationTokenSource stop = new();
        var run = _observations.RunAsync(e => throw e, stop.Token);
        await stop.CancelAsync();
        await run;
    }

    /// <summary>The same every hour of the day that begins at <paramref name="day"/>, its end included.</summary>
    internal Task TellHourlyAsync(string item, double day, decimal value) => TellAsync(item, [.. Enumerable.Range(0, 25).Select(hour => (day + (hour / 24.0), value))]);

    /// <summary>Judges again what late events touch; what came of it.</summary>
    internal IReadOnlyList<Entry> FollowEvents()
    {
        List<Entry> entries = [];
        while (Late.FollowAsync(Take).GetAwaiter().GetResult() > 0) { }
        return entries;

        Task Take(Handover.Happening happening)
        {
            entries.AddRange(Append(happening));
            return Task.CompletedTask;
        }
    }

    /// <summary>What was told is stored, and the process is gone before the ledger followed: another life opens the same files.</summary>
    internal LateEvents Reborn(out ObservationStore store)
    {
        _observations.Dispose();
        store = new(_folder, TimeSpan.FromDays(4000), TimeProvider.System, isFollowed: LateEvents.IsTelling);
        return new(Meters.ToDictionary(meter => meter.Id), store, DateTimeZoneProviders.Tzdb["Asia/Shanghai"]);
    }

    internal IReadOnlyList<Entry> Append(Handover handover)
    {
        var commit = _ledger.Append(_judge.Judge([handover]));
        Assert.Empty(commit.Quarantined);
        return commit.Entries;
    }

    public void Dispose()
    {
        _observations.Dispose();
        Reader.Dispose();
        _ledger.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
