using System.Collections.Concurrent;
using AmrCollector.Events;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Observations;
using AmrCollector.Polling;
using AmrCollector.Polling.Clocks;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace AmrCollector;

/// <summary>
/// Watches the clocks: whether the collector's own can be trusted, which meters are off, and, inside the policy and with the meter's
/// permission, sets them. Every set is recorded before it is sent and again with what came of it. Members from any thread.
/// </summary>
/// <param name="setup">What is configured now.</param>
/// <param name="line">The poller of a line.</param>
/// <param name="operations">Where sets are recorded.</param>
/// <param name="events">Where alarms go.</param>
/// <param name="observations">Offsets measured before the start; null: none.</param>
/// <param name="keep">Where offsets go that are measured here; comes back as <see cref="Note"/>.</param>
/// <param name="isSynchronised">What the host says of its clock.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where sets are told.</param>
/// <param name="seen">Where the time is kept that was believed last; null: nowhere.</param>
internal sealed partial class ClockKeeper(
    Func<CollectionSetup> setup, Func<string, LinePoller?> line, OperationLog operations, IEventLog events, ObservationStore? observations,
    Action<IReadOnlyList<Observation>> keep, Func<bool?> isSynchronised, TimeProvider time, ILogger logger, SeenTime? seen = null)
{
    private const string Who = "collector";
    private const string Everybody = "all";
    private const string ClockGroup = "clock";
    private const int MostAtOnce = 1000;
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan InHand = TimeSpan.FromHours(1); // nothing that was read waits longer to be handed over
    private static readonly TimeSpan Lately = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<MeterId, MeterOffset> _offsets = [];
    private readonly ConcurrentDictionary<MeterId, DateTimeOffset> _lastSets = [];
    private readonly Dictionary<MeterId, bool> _told = [];
    private readonly Dictionary<string, Task> _setting = new(StringComparer.Ordinal);
    private readonly Following<CollectionSetup, bool> _areMetersAsked = new(setup, AreMetersAsked);
    private volatile ClockTrust _trust = ClockTrust.Full;
    private readonly Lock _judging = new();
    private volatile ClockProof _proof = new(seen?.Read());
    private long _provenFrom = time.GetTimestamp();
    private string? _toldOfOurs;
    private bool _isStepped;
    private bool _isRightDayTaken;
    private long _daySetAt; // 0: never

    /// <summary>Whether the collector's own clock can be believed now.</summary>
    internal ClockTrust Trust => _trust;

    /// <summary>Clocks now, with the <paramref name="most"/> meters that are furthest off.</summary>
    internal ClockReport Report(int most)
    {
        MeterOffset[] known = [.. _offsets.Values];
        return new(_trust, setup().Clock.Sync, known.Length, [.. known.OrderByDescending(offset => offset.Offset.Duration()).Take(most)]);
    }

    /// <summary>How far the meters of each line are off, those whose offset is known: the middle one, and the worst.</summary>
    internal IReadOnlyList<(string Line, TimeSpan Median, TimeSpan Most)> DriftByLine(MeterRegister meters)
    {
        List<(string, TimeSpan, TimeSpan)> lines = [];
        foreach (var line in _offsets.Values.Where(known => meters.ContainsKey(known.Meter)).GroupBy(known => meters[known.Meter].Line, known => known.Offset.Duration()).OrderBy(line => line.Key, StringComparer.Ordinal))
        {
            TimeSpan[] off = [.. line.Order()];
            lines.Add((line.Key, off[off.Length / 2], off[^1]));
        }

        return lines;
    }

    /// <summary>Values that were read; the offsets among them are remembered.</summary>
    internal void Note(IReadOnlyList<Observation> read)
    {
        foreach (var observation in read)
            if (observation.Item == Translation.ClockOffset) _offsets[observation.Meter] = Offset(observation);
        if (!_proof.IsGiven && _offsets.Count <= MostAtOnce && read.Any(observation => observation.Item == Translation.ClockOffset)) Judge(); // it may be the proof, or the doubt
    }

    /// <summary>Judges the clock as it is at the start; before anything goes by it.</summary>
    internal void Begin() => Judge();

    /// <summary>Waits; a step of the host's clock, or its return, ends the wait within five seconds.</summary>
    private async Task WaitAsync(TimeSpan wait, CancellationToken stopping)
    {
        for (var left = wait; left > TimeSpan.Zero && !stopping.IsCancellationRequested && Stepped() == _isStepped; left -= FirstLook)
            await Task.Delay(FirstLook, time, stopping).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Current);
    }

    private TimeSpan Step() => (time as SteadyClock)?.Step ?? TimeSpan.Zero;

    private bool Stepped() => Step() != TimeSpan.Zero;

    /// <summary>True for a block that has no time but the collector's, while that may be of another day: at a wrong instant a right register is a wrong reading.</summary>
    internal bool IsMisdated(ReadingBlock block) => block.Sets.All(set => set.Source == Source.Current) && (!_trust.KnowsDay || (!_proof.IsGiven && block.Sets.Any(IsContradicted)));

    /// <summary>True for a block that was read by a time which holds no more: it is read again.</summary>
    internal bool IsOfTimeBefore(ReadingBlock block) => Interlocked.Read(ref _daySetAt) is var at && at != 0 && time.GetElapsedTime(at) < InHand
        && block.Sets.Any(set => (time.GetUtcNow() - set.ReadAt).Duration() >= ClockTrust.WrongDay);

    /// <summary>True once after meters contradicted the day of the first start of all and the right one is known.</summary>
    internal bool TakeRightDay() => _proof.WasFirstDayWrong && _trust.KnowsDay && !Interlocked.Exchange(ref _isRightDayTaken, true);

    private static bool IsContradicted(RegisterSet set) => set.MeterTime is { } shown && (shown - set.ReadAt).Duration() >= ClockTrust.WrongDay;

    /// <summary>The block with what its readings must know of clocks: whether ours could be trusted.</summary>
    internal ReadingBlock Mark(ReadingBlock block) =>
        _trust.IsTrusted ? block : block with { Sets = [.. block.Sets.Select(set => set with { IsClockTrusted = false })] };

    /// <summary>Looks after 5 s, ever more rarely and in the end once a minute until <paramref name="stopping"/>; then waits for what is being set.</summary>
    internal async Task RunAsync(CancellationToken stopping)
    {
        Judge(); // before the first reading
        await Task.Yield();
        Remember();
        for (var wait = FirstLook; !stopping.IsCancellationRequested; wait = !_proof.IsGiven ? FirstLook : 2 * wait < LookEvery ? 2 * wait : LookEvery)
        {
            LookAtAll(stopping);
            await WaitAsync(wait, stopping);
        }

        await Task.WhenAll(_setting.Values);
    }

    /// <summary>A look that fails for a reason nobody foresaw must not be the last: whether our clock is trusted would stand still.</summary>
    private void LookAtAll(CancellationToken stopping)
    {
        try
        {
            Judge();
            foreach (var meters in setup().ByLine) Look(meters.Key, [.. meters], stopping);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            logger.ClocksNotWatched(e);
        }
    }

    private static MeterOffset Offset(Observation observation) =>
        new(observation.Meter, TimeSpan.FromTicks((long)(observation.Value * TimeSpan.TicksPerSecond)), observation.At);

    /// <summary>What was measured and done before the start: a restart must neither set a meter twice a day nor forget whom to doubt.</summary>
    private void Remember()
    {
        foreach (var ((name, meter), at) in operations.LastOf(Who, ClockChanges.Permission))
        {
            if (meter != Everybody) SetAt(new(meter), at);
            else foreach (var other in setup().ByLine[name]) SetAt(other.Id, at);
        }

        try
        {
            var latest = time.GetUtcNow() + ClockTrust.Agreement; // one of a time that has not been says nothing of now
            foreach (var observation in (observations?.Newest(Translation.ClockOffset, time.GetUtcNow() - Lately) ?? []).Where(measured => measured.At <= latest))
                _offsets.TryAdd(observation.Meter, Offset(observation));
        }
        catch (SqliteException e)
        {
            logger.ClockNotSet("", $"offsets measured before the start cannot be read: {e.Message}");
        }

        void SetAt(MeterId meter, DateTimeOffset at) => _lastSets.AddOrUpdate(meter, at, (_, known) => known > at ? known : at);
    }

    /// <summary>A step of the host's clock is followed when it is believed; the offsets known are then against another time.</summary>
    private TimeSpan Follow(TimeSpan step, bool? synchronised)
    {
        if (!ClockStep.IsBelieved(step, _trust, synchronised, Offsets()) || time is not SteadyClock steady) return step;
        var before = time.GetUtcNow();
        var isOtherDay = step.Duration() >= ClockTrust.WrongDay;
        if (isOtherDay) _trust = _trust with { IsTrusted = false, MaySet = false, KnowsDay = false }; // before anybody reads the new time
        if (isOtherDay && _proof.IsGiven) (_proof, _provenFrom) = (new(before), time.GetTimestamp());
        if (isOtherDay) Interlocked.Exchange(ref _daySetAt, time.GetTimestamp());
        var followed = steady.Accept();
        foreach (var known in _offsets.Values)
            _offsets.TryUpdate(known.Meter, known with { Offset = known.Offset - followed, At = known.At + followed }, known);
        logger.ClockFollowed(Shown(followed));
        return TimeSpan.Zero;
    }

    private string? Doubt(bool? synchronised) =>
        _proof.IsGiven ? null : _proof.Doubt(time.GetUtcNow(), time.GetElapsedTime(_provenFrom), synchronised, Offsets(), _areMetersAsked.Now());

    private static bool AreMetersAsked(CollectionSetup now) => now.Meters.Any(meter =>
        now.Plans.TryGetValue(meter.Plan, out var plan) && plan.Entries.Any(entry => entry.Reads.Contains(ClockGroup))
        && now.Models.TryGetValue(meter.Model, out var model) && model.Groups.ContainsKey(ClockGroup));

    private TimeSpan[] Offsets()
    {
        var since = time.GetUtcNow() - Lately;
        return [.. _offsets.Values.Where(known => known.At > since).Select(known => known.Offset)];
    }

    private void Judge()
    {
        lock (_judging) Judge_NeedsLock();
    }

    private void Judge_NeedsLock()
    {
        var synchronised = isSynchronised();
        var step = Step();
        if (step != TimeSpan.Zero) step = Follow(step, synchronised);
        _isStepped = step != TimeSpan.Zero;
        var trust = ClockTrust.Of(setup().Clock, synchronised, Offsets());
        if (Doubt(synchronised) is { } doubt) trust = new(false, false, doubt) { KnowsDay = false };
        else if (_proof.IsGiven && trust.KnowsDay && step == TimeSpan.Zero) seen?.Keep(time.GetUtcNow());
        if (step != TimeSpan.Zero) trust = trust with { MaySet = false };
        _trust = trust;
        var trouble = step != TimeSpan.Zero ? $"the host's clock was moved by {Shown(step)}, and neither a meter nor the kernel confirms it: the collector goes on by the time before; no meter is set"
            : !trust.IsTrusted ? $"{trust.Why}; nothing is judged late or early, and no meter is set"
            : !trust.MaySet && setup().Clock.Sync != ClockSync.Off ? $"{trust.Why}; no meter is set"
            : "";
        if (trouble == _toldOfOurs) return;
        _toldOfOurs = trouble;
        events.Add(trouble.Length == 0
            ? EventDraft.AllClear(EventKind.ClockUntrusted, "", "the collector's clock can be trusted")
            : EventDraft.Alarm(EventKind.ClockUntrusted, "", EventSeverity.Alarm, trouble));
    }

    private void Look(string name, IReadOnlyList<Meter> meters, CancellationToken stopping)
    {
        if (_setting.TryGetValue(name, out var setting) && !setting.IsCompleted) return;
        List<Meter> due = [];
        foreach (var meter in meters)
        {
            if (Decide(meter) is not { } decision) continue;
            Tell(meter, decision);
            if (decision.Verdict == ClockVerdict.Set && SpeaksDlt645(meter)) due.Add(meter);
        }

        if (due.Count > 0 && line(name) is { } poller) _setting[name] = SetAsync(poller, name, due, stopping);
    }

    private ClockDecision? Decide(Meter meter) =>
        _offsets.TryGetValue(meter.Id, out var known) ? ClockPolicy.Decide(setup().Clock, Situation(meter, known)) : null;

    private ClockSituation Situation(Meter meter, MeterOffset known)
    {
        var now = time.GetUtcNow();
        return new()
        {
            Offset = known.Offset,
            Age = now - known.At,
            Right = WallClock(meter, now),
            IsAllowed = IsAllowed(meter),
            IsTrusted = _trust.MaySet,
            LastSet = _lastSets.TryGetValue(meter.Id, out var last) ? WallClock(meter, last) : null,
            Freezes = Freezes(meter),
        };
    }

    /// <summary>Times at which its plan fetches what is billed; the meter itself freezes at midnight or a full hour.</summary>
    private IReadOnlyList<TimeSpan> Freezes(Meter meter) => setup().Plans.TryGetValue(meter.Plan, out var plan)
        ? [.. plan.Entries.Select(entry => entry.When switch { Timing.At at => at.Time, Timing.Monthly monthly => monthly.Time, _ => (NodaTime.LocalTime?)null })
            .OfType<NodaTime.LocalTime>().Select(at => TimeSpan.FromTicks(at.TickOfDay))]
        : [];

    private void Tell(Meter meter, ClockDecision decision)
    {
        var isOff = decision.Verdict == ClockVerdict.Alarm;
        if ((!isOff && !_trust.MaySet) || (_told.TryGetValue(meter.Id, out var told) && told == isOff)) return;
        _told[meter.Id] = isOff;
        var draft = isOff
            ? EventDraft.Alarm(EventKind.ClockOff, meter.Id.Value, EventSeverity.Warning, $"meter {meter.Id}: {decision.Why}")
            : EventDraft.AllClear(EventKind.ClockOff, meter.Id.Value, $"meter {meter.Id}: its clock is within the limit");
        events.Add(draft with { Line = meter.Line, Meter = meter.Id });
    }

    private bool SpeaksDlt645(Meter meter) => setup().Models[meter.Model].Protocol is MeterProtocol.Dlt645V2007 or MeterProtocol.Dlt645V1997;

    private static bool IsAllowed(Meter meter) => meter.Allow.Contains(ClockChanges.Permission);

    private DateTime WallClock(Meter meter, DateTimeOffset at) => MeterTime.ToWallClock(at, meter.Clock, setup().Zone);
}
