using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using AmrCollector.Gaps;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Observations;
using AmrCollector.Orders;
using AmrCollector.Polling;
using AmrCollector.Validation;
using NodaTime;

namespace AmrCollector.Tests.Support;

/// <summary>A meter with a load profile, all that keeps its days, and a clock that is moved by hand: no poller, no line.</summary>
internal sealed class ProfileSite : IDisposable
{
    internal static readonly ObisCode Register = ObisCode.Parse("1-0:1.8.0");
    internal static readonly ObisCode Intervals = ObisCode.Parse("1-0:1.29.0");

    private readonly ProfileDays _days;
    private readonly GapBook _gaps;
    private readonly BlockJudge _judge;
    private readonly DateTimeZone _zone;
    private readonly Sightings _sightings;

    internal ProfileSite(string zone, LocalDate today, int step = 15)
    {
        _zone = DateTimeZoneProviders.Tzdb[zone];
        Time = new(StartOf(today.PlusDays(-3)));
        Setup = SetupOf(_zone, step);
        Ledger = SqliteLedger.Open(Path.Combine(Folder, "ledger"), Time);
        Reader = Ledger.OpenReader();
        _sightings = new(Streams, _zone);
        _gaps = GapBook.Open(Folder, Ledger.Id, _zone, Time);
        Observations = new(Folder, TimeSpan.FromDays(400), Time, Note);
        _gaps.Expect([.. Streams]);
        Time.Advance(StartOf(today) + TimeSpan.FromMinutes(20) - Time.GetUtcNow());
        _gaps.CloseDays();
        Parameters = RuleParameters.Default with { Calendar = new(_zone) };
        _days = new(() => Setup, _gaps, Observations, Reader, () => Book, _ => ClockChanges, () => Parameters, Time);
        Surroundings around = new(() => Book, _ => [], Setup.Plans, Observations, _zone);
        _judge = new(Reader, new(Reader, new([Meter], Reader)), Parameters, (_, _) => null, _ => [], around, (_, _, _) => { });
    }

    internal static Meter Meter { get; } = new() { Id = new("m1"), Address = "000000000001", Line = "box", Model = "dlt645-2007-1p", Plan = "large", UnV = 220, ImaxA = 60 };

    internal string Folder { get; } = Directory.CreateTempSubdirectory("amr-profile-").FullName;

    internal ManualTime Time { get; }

    internal CollectionSetup Setup { get; }

    internal SqliteLedger Ledger { get; }

    internal LedgerReader Reader { get; }

    internal ObservationStore Observations { get; }

    internal RuleParameters Parameters { get; }

    internal IReadOnlyList<ClockChange> ClockChanges { get; set; } = [];

    internal OrderBook Book { get; set; } = OrderBook.Empty;

    private IEnumerable<ExpectedStream> Streams => Expectation.Of(Meter, Setup.Models[Meter.Model], Setup.Plans[Meter.Plan]);

    internal DateTimeOffset StartOf(LocalDate day) => _zone.AtStartOfDay(day).ToDateTimeOffset().ToUniversalTime();

    /// <summary>Quarter-hours of the day.</summary>
    internal int CountOf(LocalDate day) => (int)((StartOf(day.PlusDays(1)) - StartOf(day)) / TimeSpan.FromMinutes(15));

    /// <summary>Stores registers at quarter-hours after the beginning of <paramref name="day"/>.</summary>
    internal async Task ObserveAsync(LocalDate day, IEnumerable<int> quarters, Func<int, decimal> register)
    {
        Observations.Add([.. quarters.Select(quarter => new Observation(Meter.Id, Register, StartOf(day).AddMinutes(15 * quarter), register(quarter), Unit.KilowattHour))]);
        using CancellationTokenSource stop = new();
        var run = Observations.RunAsync(e => throw e, stop.Token);
        await stop.CancelAsync();
        await run;
    }

    /// <summary>An order was entered; it is in <see cref="Book"/>.</summary>
    internal void Tell(Order order) => _days.Note(order);

    /// <summary>One turn: what it stores.</summary>
    internal IReadOnlyList<Entry> Close()
    {
        _gaps.CloseDays();
        List<Entry> stored = [];
        foreach (var stream in Streams.Where(stream => stream.Read == ReadWord.Profile))
        {
            foreach (var day in _days.Closed(stream)) stored.AddRange(Append(day));
        }

        return stored;
    }

    /// <summary>The meter says that it does not have them.</summary>
    internal void Lose(LocalDate day, IEnumerable<int> quarters) =>
        _gaps.Note(quarters.Select(quarter => new SlotNote(Meter.Id, ReadWord.Profile, StartOf(day).AddMinutes(15 * quarter), SlotState.NoRecord)));

    internal IReadOnlyList<Entry> Append(Handover handover)
    {
        var commit = Ledger.Append(_judge.Judge([handover]));
        Assert.Empty(commit.Quarantined);
        return commit.Entries;
    }

    internal IntervalBlock BlockOf(Entry entry)
    {
        Assert.True(IntervalBlock.TryRead(Reader.Evidence(entry.Sequence).Reply.Span, out var block));
        return block!;
    }

    public void Dispose()
    {
        Observations.Dispose();
        _gaps.Dispose();
        Reader.Dispose();
        Ledger.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private void Note(IReadOnlyList<Observation> kept)
    {
        _days?.Note(kept);
        _gaps.Note(kept.SelectMany(one => _sightings.Of(one, one.At)));
    }

    private CollectionSetup SetupOf(DateTimeZone zone, int step, [CallerFilePath] string here = "")
    {
        List<ModelFault> faults = [];
        var model = ModelFiles.Load([Path.Combine(Path.GetDirectoryName(here)!, "../../../config/models")], faults)[Meter.Model];
        Plan plan = new("large", [new(new Timing.Every(TimeSpan.FromMinutes(step)), [ReadWord.Profile]), new(new Timing.At(new(0, 10)), [ReadWord.DailyFreeze])]);
        return new()
        {
            Site = "test",
            Zone = zone,
            Lines = [],
            Meters = [Meter],
            Models = new Dictionary<string, MeterModel> { [model.Name] = model }.ToFrozenDictionary(),
            Plans = new Dictionary<string, Plan> { [plan.Name] = plan }.ToFrozenDictionary(),
            DataFolder = Folder,
        };
    }
}
