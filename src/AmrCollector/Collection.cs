using System.Collections.Frozen;
using AmrCollector.Events;
using AmrCollector.Findings;
using AmrCollector.Gaps;
using AmrCollector.Ledger;
using AmrCollector.Lines;
using AmrCollector.Lines.DialIn;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Metering;
using AmrCollector.Observations;
using AmrCollector.Orders;
using AmrCollector.Polling;
using AmrCollector.Polling.Clocks;
using AmrCollector.Reports;
using AmrCollector.Review;
using AmrCollector.Storage;
using AmrCollector.Validation;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AmrCollector;

/// <summary>
/// The one place where the stages meet: lines are polled, blocks are judged, drafts are committed, and only a commit counts.
/// Owns the ledger, the observations and one poller a line.
/// </summary>
public sealed partial class Collection : IPollSink, IAsyncDisposable
{
    private static readonly TimeSpan ObservationRetention = TimeSpan.FromDays(400);
    private static readonly TimeSpan OldestTold = TimeSpan.FromDays(FreezeCalendar.MostDays + 30); // no meter's memory reaches further
    private static readonly TimeSpan ExchangeInHand = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LastCommit = TimeSpan.FromSeconds(1);
    private const int MostUnstored = 2_000; // blocks of all lines: a slow disk must not fill the memory
    private static readonly TimeSpan LongestStore = TimeSpan.FromMinutes(5);

    private volatile CollectionSetup _setup;
    private readonly PollOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LedgerReader _judging;
    private readonly LedgerReader _asking;
    private readonly BlankMeters _blank;
    private readonly RegisterHistories _histories;
    private volatile RuleParameters _parameters;
    private readonly ExchangeWatch _exchanges;
    private readonly DoubtfulReadings _doubts;
    private volatile BlockJudge _judge;
    private readonly LedgerWriter<Handover> _writer;
    private readonly ObservationStore _observations;
    private readonly LimitStore _limits;
    private readonly MqttBrokers _brokers;
    private readonly DialInListeners _listeners;
    private readonly Reporting _reporting;
    private readonly Dictionary<string, LinePoller> _pollers = new(StringComparer.Ordinal);
    private volatile FrozenDictionary<string, LineTap> _taps;
    private readonly MeterRegister _meters;
    private readonly DateTimeOffset _since;
    private readonly ClockKeeper _clocks;
    private readonly Tally _tally = new();

    private Collection(
        CollectionSetup setup, PollOptions options, SqliteLedger ledger, EventStore events, FindingStore findings, OperationLog operations, OrderStore orders,
        TimeProvider time, ILoggerFactory logs)
    {
        (_setup, _options, Ledger, _time, _since) = (setup, options with { Unstored = Math.Clamp(MostUnstored / Math.Max(1, setup.Lines.Count), 1, options.Unstored) }, ledger, time, time.GetUtcNow());
        _logger = logs.CreateLogger<Collection>();
        (_judging, _asking) = (ledger.OpenReader(), ledger.OpenReader());
        _blank = new(setup.Meters, _judging);
        _histories = new(_judging, _blank);
        (Events, Findings, Operations, Orders) = (events, findings, operations, orders);
        _meters = new(setup.ById);
        _observations = new(setup.DataFolder, ObservationRetention, time, NoteSlots, LateEvents.IsTelling, () => _clocks!.Trust.IsTrusted);
        _parameters = ParametersOf(setup);
        _exchanges = new(() => _parameters);
        _doubts = new((meter, reread) => Line(meter.Line)?.AskAgain(reread), TellOfDevice, time);
        _inspections = new(orders, events);
        _judge = JudgeOf(setup);
        _writer = new(ledger, Judge, Committed, new LedgerWriterOptions(), time, logs.CreateLogger("AmrCollector.Ledger"));
        _limits = new(setup.DataFolder);
        _gaps = GapBook.Open(setup.DataFolder, $"{ledger.Id}/{ledger.Epochs.Current.Tag}", setup.Zone, time);
        _late = new(_meters, _observations, setup.Zone);
        _profiles = new(() => _setup, _gaps, _observations, _asking, () => Orders.Book, operations.ClockChangesOf, () => _parameters, time);
        (_sightings, _following) = (SightingsOf(setup), ledger.OpenReader());
        Gaps = GapReader.Open(setup.DataFolder)!;
        Review = ReviewQueue.Open(setup.DataFolder, ledger.OpenReader());
        _brokers = new(setup.Brokers, time, TellOfBroker);
        _listeners = new(setup.Listeners, setup.Lines.Select(line => (line.Name, line.Uri)), time, TellOfListener);
        _clocks = new(() => _setup, Line, operations, events, _observations, Observe, time is SteadyClock ? HostClock.IsSynchronised : () => null, time, _logger, time is SteadyClock ? new(setup.DataFolder) : null);
        (_billing, _billed, _billingLedger, _billingDesk, BillingDays) = OpenBilling(setup);
        _finals = new(() => Orders.Book, _meters, _billingLedger, (meter, reread) => Line(meter.Line)?.AskAgain(reread), time);
        _reporting = new(() => new([], _meters, _brokers, StoreReportsAsync, new(setup.DataFolder, time, () => _clocks.Trust.IsTrusted), time, logs.CreateLogger("AmrCollector.Reports"), () => _clocks.Trust.KnowsDay));
        _reporting.Prepare(setup.Reports);
        _reporting.Follow(setup.Reports);
        _taps = setup.Lines.ToFrozenDictionary(line => line.Name, _ => new LineTap(time), StringComparer.Ordinal);
        _freshness = new(() => _setup.Freshness, () => [.. _setup.Lines.Select(line => line.Name).Where(_setup.ByLine.Contains)], _since);
    }

    /// <summary>The ledger; only this object appends to it.</summary>
    public SqliteLedger Ledger { get; }

    /// <summary>What happened: meter events and alarms; any part may add to it.</summary>
    public EventStore Events { get; }

    /// <summary>What was written to meters, and by whom.</summary>
    public OperationLog Operations { get; }

    /// <summary>Work orders, and what was accepted of the meter list.</summary>
    public OrderStore Orders { get; }

    /// <summary>What differs between meters and list.</summary>
    public FindingStore Findings { get; }

    /// <summary>The observations.</summary>
    public ObservationStore Observations => _observations;

    /// <summary>
    /// Collects until <paramref name="stopping"/>; then every line finishes the exchange in hand (at most 3 s), what was handed over is
    /// committed, and it returns. Throws only when the ledger is damaged.
    /// </summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var abort = new CancellationTokenSource();
        await _prepared;
        _writer.Start();
        _clocks.Begin();
        var rulings = FollowLeftRulingsAsync();
        var following = FollowLeftOrdersAsync();
        await Task.Run(() => Guarded(RecallFreshness), CancellationToken.None);
        ClearAlarmsOfWhatIsGone();
        var watching = WatchAsync(ending.Token);
        var observing = _observations.RunAsync(e => _logger.ObservationsNotStored(e.Message), ending.Token);
        var accounting = Task.WhenAll(AccountAsync(ending.Token), EstimateNowAndThenAsync(ending.Token), FollowQueueAsync(ending.Token), FollowEventsAsync(ending.Token), BillAsync(ending.Token), CloseMonthsAsync(ending.Token));
        var keeping = _clocks.RunAsync(ending.Token);
        _reporting.Start(ending.Token);
        _listeners.Start();
        StartLines(ending.Token, abort.Token);
        await Task.WhenAny(_writer.Completion, Task.Delay(Timeout.InfiniteTimeSpan, _time, stopping));
        await ending.CancelAsync();

        var ended = LinesEndedAsync();
        using (new Timer(_ => abort.Cancel(), null, ExchangeInHand, Timeout.InfiniteTimeSpan))
            await Task.WhenAny(ended, Task.Delay(ExchangeInHand + LastCommit, _time, CancellationToken.None));
        await _writer.StopAsync(LastCommit); // a ledger that cannot be written must not hold up the end: the meters still have the rest
        await ended;
        await _listeners.DisposeAsync();
        await keeping;
        await _reporting.EndedAsync();
        await _brokers.DisposeAsync(); // after the last commit, so that its messages are acknowledged
        await observing;
        await rulings;
        await accounting;
        await following;
        await watching;
        if (_writer.Completion.IsFaulted) await _writer.Completion;
    }

    /// <summary>The collector now. Any thread.</summary>
    public CollectionReport Report()
    {
        List<LineReport> lines = [];
        lock (_pollers) lines.AddRange(_setup.Lines.Select(line => _pollers[line.Name].Report()));
        var head = Ledger.Head;
        return new()
        {
            Site = _setup.Site,
            At = _time.GetUtcNow(),
            Since = _since,
            Lines = lines,
            Accepted = _tally.Accepted,
            Held = _tally.Held,
            Rejected = _tally.Rejected,
            Repeats = _repeatsBefore + _judge.Repeats,
            Observations = _observations.Stored,
            Entries = head.Sequence,
            Head = head.Sequence == 0 ? "" : head.ToString(),
            LedgerTrouble = _writer.Trouble,
            Appended = _tally.Appended,
            Rules = _tally.Rules(),
            Commits = Ledger.Commits,
            LedgerBytes = LedgerBytes(),
            DiskFree = Disk(_setup.DataFolder)?.AvailableFreeSpace ?? 0,
            Stuck = Stuck(),
            Newest = _freshness.Newest(),
            Stale = _clocks.Trust.KnowsDay ? _freshness.Stale(_time.GetUtcNow()) : [],
            Brokers = _brokers.Report(),
            Listeners = _listeners.Report(),
            Reports = _reporting.Report(),
            ClockTrouble = _clocks.Trust is { IsTrusted: false } doubt ? doubt.Why : null,
        };
    }

    /// <summary>Clocks now: the collector's own, and the <paramref name="most"/> meters that are furthest off. Any thread.</summary>
    public ClockReport Clocks(int most) => _clocks.Report(most);

    /// <summary>How far the clocks of each line's meters are off, those whose offset is known, without signs: the middle one, and the worst. Any thread.</summary>
    public IReadOnlyList<(string Line, TimeSpan Median, TimeSpan Most)> ClockDrift() => _clocks.DriftByLine(_meters);

    /// <summary>Registers judged since the start, by line. Any thread.</summary>
    public IReadOnlyList<(string Line, long Accepted, long Held, long Rejected)> Judged() => _tally.Lines();

    /// <summary>Which part hangs, in a sentence: a poller that does not come around, or the ledger's writer; null when none does. Any thread.</summary>
    public string? Stuck()
    {
        if (_writer.IsStuck(LongestStore)) return "the ledger's writer hangs";
        lock (_pollers)
        {
            var stuck = _pollers.Where(poller => poller.Value.IsStuck).Select(poller => poller.Key).Order(StringComparer.Ordinal).ToList();
            return stuck.Count == 0 ? null : $"the poller of {string.Join(", ", stuck.Take(5))} hangs";
        }
    }

    /// <summary>The poller of a configured line, for a person's questions; null when no line is called so.</summary>
    public LinePoller? Line(string name)
    {
        lock (_pollers) return _pollers.GetValueOrDefault(name);
    }

    /// <summary>Where people listen to a configured line; null when no line is called so.</summary>
    public LineTap? Tap(string name) => _taps.GetValueOrDefault(name);

    /// <inheritdoc/>
    public Task StoreAsync(ReadingBlock block, CancellationToken cancellationToken) =>
        _clocks.IsMisdated(block) ? Task.CompletedTask
        : _clocks.IsOfTimeBefore(block) ? Task.FromException(new InvalidOperationException("the clock was set since it was read"))
        : _writer.StoreAsync(new Handover.Readings(_clocks.Mark(block)), cancellationToken);

    /// <inheritdoc/>
    public void Observe(IReadOnlyList<Observation> observations)
    {
        var knewDay = _clocks.Trust.KnowsDay;
        _clocks.Note(observations);
        var now = _time.GetUtcNow();
        if (!knewDay || !_clocks.Trust.KnowsDay) return; // they would stand at a wrong day, and hide what is read later
        _observations.Add([.. observations.Where(observation => observation.At > now - OldestTold && observation.At < now + ClockTrust.WrongDay)]);
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<DateTimeOffset> FreezesOf(MeterId meter, DateTimeOffset since)
    {
        if (_blank.Contains(meter)) return [];
        var model = _setup.Models[_meters[meter].Model];
        if (model.DailyFreezes?.Blocks is not [{ Items: [var first, ..] }, ..]) return [];
        return [.. _asking.Slots(meter, first.Obis, Source.DailyFreeze, since).Select(slot => slot.Instant), .. _gaps.LostOf(meter, ReadWord.DailyFreeze, FreezeCalendar.MostDays)];
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<DateTimeOffset> SettlementsOf(MeterId meter)
    {
        if (_setup.Models[_meters[meter].Model].Settlements?.Blocks is not [{ Items: [var first, ..] }, ..]) return [];
        var since = _time.GetUtcNow() - TimeSpan.FromDays(GapBook.RetentionDays);
        return [.. _asking.Slots(meter, first.Obis, Source.Settlement, since).Select(slot => slot.Instant), .. _gaps.LostOf(meter, ReadWord.Settlement, GapBook.RetentionDays)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<DateTimeOffset> FreezesWithoutRecord(MeterId meter) =>
        _setup.Models[_meters[meter].Model].Profile is { Days: var days } ? [.. _gaps.LostOf(meter, ReadWord.DailyFreeze, days, orEstimated: true).OrderDescending()] : [];

    /// <inheritdoc/>
    public LearnedLimits? LimitsOf(MeterId meter) =>
        _limits.Of(meter) is { } stored && LearnedLimits.TryParse(stored, out var limits) ? limits : null;

    /// <inheritdoc/>
    public void Learn(MeterId meter, LearnedLimits? limits)
    {
        try
        {
            _limits.Keep(meter, limits?.ToJson());
        }
        catch (SqliteException e)
        {
            // The poller knows it as long as it runs; after a restart it is learnt again.
            _logger.ObservationsNotStored(e.Message);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _prepared.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _listeners.DisposeAsync();
        await _brokers.DisposeAsync();
        await _writer.DisposeAsync();
        _reporting.Dispose();
        _observations.Dispose();
        _limits.Dispose();
        _gaps.Dispose();
        Gaps.Dispose();
        Review.Dispose();
        CloseBilling();
        _following.Dispose();
        Findings.Dispose();
        Operations.Dispose();
        Events.Dispose();
        Orders.Dispose();
        _judging.Dispose();
        _asking.Dispose();
        Ledger.Dispose();
    }

    private IReadOnlyList<EntryDraft> Judge(IReadOnlyList<Handover> handovers)
    {
        _histories.Rest();
        return _judge.Judge(handovers);
    }

    private void Committed(Commit commit)
    {
        _blank.Note(commit);
        foreach (var entry in commit.Entries)
        {
            _tally.Count(entry);
            if (entry.Draft.Source is not (Source.Estimate or Source.Audit)) _freshness.Note(entry.Draft.Meter.Line, entry.Draft.Instant);
        }

        NoteSlots(commit);
        _exchanges.Note(commit);
        foreach (var quarantined in commit.Quarantined) _histories.Forget((quarantined.Draft.Meter.Id, quarantined.Draft.Item));
    }

    private LinePoller Poller(LineSetup line)
    {
        var meters = _setup.ByLine[line.Name]
            .Select(meter => new MeterToPoll(meter, _setup.Models[meter.Model], _setup.Plans[meter.Plan])).ToList();
        TappedLine road = new(LineFactory.Create(line.Uri, _time, _brokers, _listeners), _taps[line.Name]);
        return new(line.Name, road, meters, _setup.Zone, this, _options, _time, _logger);
    }

    /// <summary>A poller that fails for a reason nobody foresaw is replaced: one line's fault must not silence it for ever, nor the others.</summary>
    private Task SuperviseAsync(LineSetup line, CancellationToken stopping, CancellationToken abort)
    {
        return new LineSupervisor(line.Name, () => Line(line.Name)!, Renew, Events.Add, _time, _logger).RunAsync(stopping, abort);

        void Renew()
        {
            lock (_pollers) _pollers[line.Name] = Poller(line);
        }
    }

    /// <summary>A ledger that will have no more is an end to a report as a stop is: the broker keeps it.</summary>
    private async Task StoreReportsAsync(IReadOnlyList<ReadingBlock> blocks, CancellationToken cancellationToken)
    {
        try
        {
            await _writer.StoreAsync(new Handover.Reports([.. blocks.Select(_clocks.Mark)]), cancellationToken);
        }
        catch (LedgerException e)
        {
            throw new OperationCanceledException(e.Message, e);
        }
    }

    private decimal? WrapOf(Meter meter, ObisCode item) =>
        _setup.Models.TryGetValue(meter.Model, out var model) && model.Items.TryGetValue(item, out var known) ? known.Wrap : null;
}
