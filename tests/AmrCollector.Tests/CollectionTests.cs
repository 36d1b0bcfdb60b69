using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using AmrCollector.Findings;
using AmrCollector.Ledger;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Simulator;
using AmrCollector.Validation;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace AmrCollector.Tests;

/// <summary>The whole path in one process: simulated meters on real sockets, a real ledger, and the truth to compare with.</summary>
public sealed class CollectionTests : IDisposable
{
    private static readonly ObisCode Total = ObisCode.Parse("1-0:1.8.0");
    private static readonly PollOptions Impatient = new()
    {
        HistoryDays = 10,
        Attempts = 4,
        DownAfter = TimeSpan.FromMilliseconds(20),
        MeterDoubt = TimeSpan.FromMilliseconds(50),
        MeterBackoff = TimeSpan.FromMilliseconds(50),
        MeterBackoffMost = TimeSpan.FromMilliseconds(200),
        LineBackoff = TimeSpan.FromMilliseconds(50),
        FreezeRetry = TimeSpan.FromMilliseconds(200),
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("amr-collection-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Ten_days_of_freezes_are_fetched_judged_in_order_and_sum_to_the_register_difference()
    {
        await using var running = await StartAsync(meters: 3);
        await CollectAsync(running, collection => collection.Report().Lines.All(line => line.Backlog == 0 && line.Answering == line.Meters));
        AssertTrue(running, daysEach: 10);
    }

    [Fact]
    public async Task What_answers_late_twice_for_another_or_with_another_identifier_is_never_booked_wrong()
    {
        await using var running = await StartAsync(meters: 6);
        MeterFaults[] faults =
        [
            new() { Late = TimeSpan.FromMilliseconds(450), OneIn = 3 },
            new() { Twice = true },
            new() { WrongAddress = true, OneIn = 3 },
            new() { OtherDataId = true, OneIn = 3 },
            new() { NoiseBefore = 5, NoiseAfter = 3, OneIn = 2 },
            new() { BadChecksum = true, OneIn = 3 },
        ];
        for (var i = 0; i < faults.Length; i++) running.Meters[i].Faults = faults[i];
        await CollectAsync(running, collection => collection.Report().Lines.All(line => line.Backlog == 0));
        AssertTrue(running, daysEach: null);
    }

    [Fact]
    public async Task A_dead_meter_costs_one_probe_a_wait_and_its_neighbours_are_served()
    {
        await using var running = await StartAsync(meters: 3);
        running.Meters[1].Faults = new() { Silent = true };
        var options = Impatient with { MeterBackoff = TimeSpan.FromMinutes(1), MeterBackoffMost = TimeSpan.FromMinutes(1) };
        var report = await CollectAsync(
            running, collection => collection.Report().Lines is [{ Answering: 2, Dead: 1, Backlog: 10 }], options);
        Assert.Equal(options.Attempts + 1, running.Meters[1].Requests); // a round, and the doubt before it is taken for down
        Assert.Equal(options.Attempts + 1, report.Lines[0].Silent);
        Assert.True(report.Lines[0].Lost > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_second_collector_on_the_same_ledger_asks_for_nothing_it_has()
    {
        await using var running = await StartAsync(meters: 2);
        await CollectAsync(running, collection => collection.Report().Lines[0].Backlog == 0 && collection.Report().Lines[0].Answering == 2);
        var asked = running.Meters.Sum(meter => meter.Requests);
        var report = await CollectAsync(running, collection => collection.Report().Lines[0] is { Up: true, Backlog: 0 });
        Assert.Equal(asked, running.Meters.Sum(meter => meter.Requests));
        Assert.Equal(2 * 10 * 5, report.Entries - Revisions());
    }

    [Fact]
    public async Task A_line_that_is_cut_is_opened_again_and_nothing_is_lost_or_doubled()
    {
        await using var running = await StartAsync(meters: 3);
        var cuts = 0;
        await CollectAsync(running, collection =>
        {
            if (cuts < 5 && collection.Report().Entries > cuts * 20) (cuts, _) = (cuts + 1, Cut(running));
            return cuts == 5 && collection.Report().Lines.All(line => line.Backlog == 0);
        });
        AssertTrue(running, daysEach: 10);
    }

    [Fact]
    public async Task A_finding_holds_what_its_meter_says_and_its_acceptance_releases_it_as_revisions_with_every_kilowatt_hour()
    {
        await using var running = await StartAsync(meters: 2);
        var crossed = running.Meters[0].Id;
        Find(crossed);
        await CollectAsync(running, collection => collection.Report().Lines[0].Backlog == 0 && collection.Report().Lines[0].Answering == 2);
        Assert.All(EntriesOf(crossed), entry => Assert.True(entry.Draft.Verdict is { Held: true, Judgement: Judgement.Suspect } && entry.Draft.Verdict.Rules.Contains(RuleId.MeterId)));
        Assert.All(EntriesOf(running.Meters[1].Id), entry => Assert.False(entry.Draft.Verdict.Held));

        Task<Finding>? settling = null;
        await CollectAsync(running, collection =>
        {
            settling ??= collection.SettleAsync(1, 1, FindingState.Accepted, "swapped back", "li", default);
            return settling.IsCompleted;
        });
        Assert.Equal(FindingState.Accepted, (await settling!).State);
        AssertTrue(running, daysEach: 10);
        Assert.Contains("Released by li with finding F-1: swapped back", EntriesOf(crossed)[^1].Draft.Verdict.Why, StringComparison.Ordinal);
        Assert.Null(Chain.Verify(Path.Combine(_folder, "ledger"), [], null, default).Fault);
    }

    [Fact]
    public async Task A_rejected_finding_rejects_what_was_held_and_what_comes_and_a_restart_changes_nothing()
    {
        await using var running = await StartAsync(meters: 1);
        var wrong = running.Meters[0].Id;
        Find(wrong);
        await CollectAsync(running, collection => collection.Report().Lines[0].Backlog == 0 && collection.Report().Lines[0].Answering == 1);
        var (held, keys) = (EntriesOf(wrong).Count, EntriesOf(wrong).DistinctBy(entry => (entry.Draft.Item, entry.Draft.Instant)).Count());
        using (var store = FindingStore.Open(_folder, TimeProvider.System)) store.Settle(1, 1, FindingState.Rejected, "of flat 302", "li"); // as if the process had ended here
        await CollectAsync(running, _ => EntriesOf(wrong).Count == held + keys);
        Assert.All(EntriesOf(wrong).Skip(held), entry => Assert.True(entry.Draft.Verdict.Judgement == Judgement.Reject && entry.Revision > 1));
        using var settled = FindingStore.Open(_folder, TimeProvider.System);
        Assert.Empty(settled.Unapplied());
        Assert.Single(settled.Blocking(new(wrong)));
    }

    private void Find(string meter)
    {
        using var store = FindingStore.Open(_folder, TimeProvider.System);
        store.Record(new(new(meter), FindingKind.Number, meter, "000000009999", "It says it is another."));
    }

    private IReadOnlyList<Entry> EntriesOf(string meter)
    {
        using var ledger = LedgerReader.Open(Path.Combine(_folder, "ledger"));
        return ledger.ReadAfter(0, 10_000, new() { Meter = new MeterId(meter) }).Entries;
    }

    private static bool Cut(RunningDistrict running)
    {
        running.Lines[0].Cut();
        return true;
    }

    private static Task<RunningDistrict> StartAsync(int meters) => RunningDistrict.StartAsync(
        new()
        {
            Name = "test",
            Lines =
            [
                new()
                {
                    Name = "box",
                    Wire = WireKind.Tcp,
                    TurnRound = TimeSpan.FromMilliseconds(1),
                    Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = meters, FirstNumber = 1 }],
                },
            ],
        },
        TimeProvider.System);

    private async Task<CollectionReport> CollectAsync(RunningDistrict running, Func<Collection, bool> until, PollOptions? options = null)
    {
        await using var collection = Collection.Open(Setup(running), options ?? Impatient, TimeProvider.System, NullLoggerFactory.Instance);
        using var stop = new CancellationTokenSource();
        var run = collection.RunAsync(stop.Token);
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60)))
            while (!until(collection)) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        await stop.CancelAsync();
        await run;
        return collection.Report();
    }

    private CollectionSetup Setup(RunningDistrict running)
    {
        var (model, plan) = (SinglePhase(), new Plan("home", [new(new Timing.At(new LocalTime(0, 10)), [ReadWord.DailyFreeze])]));
        var uri = $"{running.Lines[0].Uri}?timeout=300ms";
        Assert.True(LineUri.TryParse(uri, out var line, out var why), why);
        return new()
        {
            Site = "test",
            Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"],
            Lines = [new("box", line)],
            Meters = [.. running.Meters.Select(meter => new Meter { Id = new(meter.Id), Address = meter.Address, Line = "box", Model = model.Name, Plan = plan.Name })],
            Models = new Dictionary<string, MeterModel> { [model.Name] = model }.ToFrozenDictionary(),
            Plans = new Dictionary<string, Plan> { [plan.Name] = plan }.ToFrozenDictionary(),
            DataFolder = _folder,
        };
    }

    private static MeterModel SinglePhase([CallerFilePath] string here = "")
    {
        List<ModelFault> faults = [];
        var models = ModelFiles.Load([Path.Combine(Path.GetDirectoryName(here)!, "../../config/models")], faults);
        Assert.Empty(faults);
        return models["dlt645-2007-1p"];
    }

    /// <summary>Every entry is what the meter's register was; what is in force sums to the register difference; nothing is doubled.</summary>
    private void AssertTrue(RunningDistrict running, int? daysEach)
    {
        using var ledger = LedgerReader.Open(Path.Combine(_folder, "ledger"));
        foreach (var meter in running.Meters)
        {
            var entries = ledger.ReadAfter(0, 10_000, new() { Meter = new MeterId(meter.Id), Item = Total }).Entries;
            foreach (var entry in entries) Assert.Equal(meter.RegisterAt("1-0:1.8.0", entry.Draft.Instant), entry.Draft.Value);
            Assert.Equal(entries.Count, entries.DistinctBy(entry => (entry.Draft.Instant, entry.Revision)).Count());

            var inForce = entries.GroupBy(entry => entry.Draft.Instant).Select(same => same.MaxBy(entry => entry.Revision)!)
                .OrderBy(entry => entry.Draft.Instant).ToList();
            if (daysEach is { } days) Assert.Equal(days, inForce.Count);
            Assert.All(inForce, entry => Assert.Equal(Judgement.Accept, entry.Draft.Verdict.Judgement));
            if (inForce.Count == 0) continue;
            Assert.Equal(
                inForce[^1].Draft.Value - inForce[0].Draft.Value,
                inForce.Sum(entry => entry.Draft.Verdict.Consumption?.Value ?? 0));
        }
    }

    private long Revisions()
    {
        using var ledger = LedgerReader.Open(Path.Combine(_folder, "ledger"));
        return ledger.ReadAfter(0, 10_000, EntryFilter.All).Entries.Count(entry => entry.Revision > 1);
    }
}
