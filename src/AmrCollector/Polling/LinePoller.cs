using System.Diagnostics;
using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Polling.Turns;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Telemetry;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace AmrCollector.Polling;

/// <summary>The one owner of a line: opens it, asks its meters what their plans want, and never gives up.</summary>
public sealed partial class LinePoller
{
    private static readonly TimeSpan LongestNap = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PortLook = TimeSpan.FromMilliseconds(500);

    /// <summary>A probe of a silent meter is followed by so many times its cost for the others: dead meters take at most 3 % of a busy bus.</summary>
    private const int OthersShare = 32;

    private readonly string _name;
    private readonly ILine _line;
    private readonly PolledMeter[] _meters;
    private readonly PollOptions _options;
    private readonly IPollSink _sink;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Translation _translation;
    private readonly Questioner _questioner;
    private readonly RawTurns _turns;
    private readonly Agenda _agenda;
    private readonly Backlog _backlog;
    private readonly Errands _errands = new();
    private readonly RoundTimes _rounds;
    private readonly Queue<(Task Stored, PolledMeter Meter)> _unstored = [];
    private readonly long _start;
    private Backoff _lineBackoff;
    private TimeSpan _probesNotBefore;
    private TimeSpan _quietSince = -TimeSpan.FromDays(1);
    private TimeSpan _lost;
    private int _silences;

    /// <summary>A poller for <paramref name="meters"/> on <paramref name="line"/>, which it owns from now on.</summary>
    /// <param name="name">The line's name in the configuration.</param>
    /// <param name="line">The line; disposed at the end of <see cref="RunAsync"/>.</param>
    /// <param name="meters">Its meters with their models and plans.</param>
    /// <param name="zone">The site's zone.</param>
    /// <param name="sink">Where readings go.</param>
    /// <param name="options">How patient to be.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where events go.</param>
    public LinePoller(
        string name, ILine line, IReadOnlyList<MeterToPoll> meters, DateTimeZone zone,
        IPollSink sink, PollOptions options, TimeProvider time, ILogger logger)
    {
        (_name, _line, _sink, _options, _time, _logger) = (name, line, sink, options, time, logger);
        _zone = zone;
        _translation = new(zone);
        _questioner = new(line, time, name);
        _turns = new(line, time);
        _agenda = new(zone);
        _backlog = new(zone, sink, options, _translation);
        Dlt645ReplyMatcher matcher = new();
        _meters = [.. meters.Select(meter => meter.OnLine(line.Uri, options, alone: meters.Count == 1, matcher))];
        _rounds = new(_meters, name);
        _start = time.GetTimestamp();
    }

    private TimeSpan Uptime => _time.GetElapsedTime(_start);

    /// <summary>
    /// Polls until <paramref name="stopping"/>, then finishes the exchange in hand and waits for what was handed over to be stored.
    /// <paramref name="abort"/> ends even an exchange in hand.
    /// </summary>
    public async Task RunAsync(CancellationToken stopping, CancellationToken abort)
    {
        await Task.Yield();
        PlanAll();
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                if (!await OpenAsync(stopping)) continue;
                await ServeAsync(stopping, abort);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested || abort.IsCancellationRequested)
        {
            // Asked to end: what was handed over is awaited below.
        }
        finally
        {
            PromiseNothing();
            await _line.DisposeAsync();
            _demands.Writer.TryComplete();
            FailDemands(new OperationCanceledException("the collector is stopping"));
            await SettleStoredAsync(mostLeft: 0);
        }
    }

    private void PlanAll()
    {
        var now = _time.GetUtcNow();
        for (var index = 0; index < _meters.Length; index++)
        {
            var entries = _meters[index].Plan.Entries;
            for (var entry = 0; entry < entries.Count; entry++) _agenda.Add(new(index, entry), entries[entry].When, now);
            _backlog.Add(_meters[index]);
        }
    }

    private async Task<bool> OpenAsync(CancellationToken stopping)
    {
        if (_line.IsOpen) return true;
        PromiseNothing(); // a line that is away is told of as that
        var wait = _lineBackoff.NotBefore - Uptime;
        if (wait > TimeSpan.Zero) await (_line.WhenReachable(stopping) ?? Task.Delay(wait, _time, stopping));
        try
        {
            if (OpenHandles.OfProcess.WhyNot() is { } why) throw new LineUnavailableException(why);
            await _line.OpenAsync(stopping);
            _questioner.Reopened();
            _turns.Reopened();
            _silences = 0;
            AllowProbes();
            Why = null;
            if (!_line.TellsOfItself) _logger.LineOpened(_name);
            if (!_line.TellsOfItself) TellOpen();
            return true;
        }
        catch (LineUnavailableException e)
        {
            LineDown(e.Message);
            return false;
        }
    }

    private async Task ServeAsync(CancellationToken stopping, CancellationToken abort)
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                PromiseToComeAround();
                await SettleStoredAsync(int.MaxValue);
                await ProveClaimAsync(abort);
                if (await ServeDemandAsync(abort)) continue;
                _inARow = 0;
                if (await StoreIsFullAsync(stopping)) continue;
                if (NextErrand() is { } errand) await StepAsync(errand, abort);
                else if (_line.Claim is null) await NapAsync(stopping);
                if (_line.WhenLost is { IsCompleted: true }) await _line.DrainAsync(stopping); // says why it was lost, by throwing
            }
        }
        catch (LineLostException e)
        {
            LineDown(e.Message);
        }
    }

    private IErrand? NextErrand()
    {
        var now = _time.GetUtcNow();
        NoticeStep(now);
        while (_agenda.TryTake(now, out var slot, out var deadline)) QueueSlot(slot, now, deadline);
        QueueRereads(now);

        // One that can go is enough: so history has its share of a full bus too.
        if (!_errands.Has(ErrandClass.Background, Uptime) && _backlog.Next(now, Uptime) is { } freezes) _errands.Add(freezes);
        return _errands.Choose(Uptime, _probesNotBefore);
    }

    private void QueueSlot(PlanSlot slot, DateTimeOffset now, DateTimeOffset deadline)
    {
        var meter = _meters[slot.Meter];
        var words = meter.Plan.Entries[slot.Entry].Reads;
        if (words.Contains(ReadWord.DailyFreeze) && meter.FreezeDepth > 0
            && _backlog.Errand(meter, slot with { IsFreezes = true }, ErrandClass.Billing, now) is { } freezes) _errands.Add(freezes, deadline);

        if (words.Contains(ReadWord.Settlement) && _backlog.Settlement(meter, slot, now) is { } periods) _errands.Add(periods, deadline);
        if (words.Contains(ReadWord.Profile) && _backlog.Profile(meter, slot, now) is { } profile) _errands.Add(profile);

        meter.RefreshLimits(_sink, now);
        var questions = meter.Questions(words);
        if (questions.Count == 0) return;
        var group = new GroupErrand(meter, slot, ErrandClasses.Of(words), questions, _translation);
        if (group.Next is not null) _errands.Add(group, deadline);
    }

    private async Task StepAsync(IErrand errand, CancellationToken abort)
    {
        var meter = errand.Meter;
        var attempts = meter.TriesLeft > 0 ? meter.TriesLeft : meter.Backoff.IsFailing ? 1 : _options.Attempts;
        var began = Uptime;
        _errands.Went(errand);
        await KeepDistanceAsync(meter, abort);
        var question = errand.Next!;
        await _turns.HearOutAsync(meter.Dialog, question, abort);
        using var activity = Instruments.Source.StartActivity("amr.exchange", ActivityKind.Client);
        var outcome = await _questioner.AskAsync(meter.Dialog, question, TimeoutOf(meter), attempts, abort, SomebodyWaits, meter.Gap, FirstTimeoutOf(meter));
        _quietSince = Uptime;
        activity?.SetTag("line", _name).SetTag("meter", meter.Meter.Id.Value).SetTag("outcome", outcome.GetType().Name.ToLowerInvariant());
        meter.TriesLeft = outcome is ExchangeOutcome.Silent silent ? silent.TriesLeft : 0;
        Take(errand, question, outcome, began);
        if (meter.Backoff.IsDown) _rounds.Leave(Array.IndexOf(_meters, meter));
        else _rounds.Note(errand.Slot, Uptime - began, isLast: !_errands.Holds(errand));
    }

    private void Take(IErrand errand, Question question, ExchangeOutcome outcome, TimeSpan began)
    {
        var meter = errand.Meter;
        switch (outcome)
        {
            case ExchangeOutcome.Answered answer:
                Heard(meter);
                meter.Pace = meter.Pace.Heard(answer.TurnRound);
                Keep(meter, errand.Take(answer));
                KeepLimits(meter);
                Remark(meter);
                break;
            case ExchangeOutcome.Refused refusal:
                Heard(meter);
                _logger.QuestionRefused(_name, meter.Meter.Id, refusal.Meaning);
                errand.Refuse(refusal);
                KeepLimits(meter);
                Remark(meter);
                break;
            default:
                _lost += Uptime - began;
                if (meter.TriesLeft > 0) return; // a person waits; the rest of this round comes after
                if (outcome is ExchangeOutcome.Silent { LineAnswered: false } && !meter.Backoff.IsFailing && errand.Retreat()) return;
                if (meter.Backoff.IsFailing) _probesNotBefore = Uptime + (OthersShare * (Uptime - began));
                meter.Pace = default;
                if (outcome is ExchangeOutcome.Silent { LineAnswered: true }) _silences = -1; // a gateway spoke: no sign of a half-open line
                _turns.Missed(meter.Dialog, question, TimeoutOf(meter));
                MeterSilent(errand);
                return;
        }

        if (errand.Next is null) Finish(errand);
    }

    private void KeepLimits(PolledMeter meter)
    {
        if (meter.TakeNews(_time.GetUtcNow()) is not { } limits) return;
        _logger.LimitsLearned(_name, meter.Meter.Id, limits.MaxRegisters, limits.Forbidden.Count, string.Join(", ", limits.Refused.Select(refusal => $"{refusal.Item}: {refusal.Why}")));
        _sink.Learn(meter.Meter.Id, limits);
    }

    private void Remark(PolledMeter meter)
    {
        if (meter.Place?.TakeRemark() is { } remark) _logger.MeterHasNoModel(_name, meter.Meter.Id, remark);
    }

    private void Finish(IErrand errand)
    {
        _errands.Remove(errand);
        _backlog.Settle(errand, Uptime);
    }

    private void Keep(PolledMeter meter, Harvest harvest)
    {
        if (harvest.Observations.Count > 0) _sink.Observe(harvest.Observations);
        if (harvest.Block is not { } block) return;
        _unstored.Enqueue((_sink.StoreAsync(block, CancellationToken.None), meter));
    }

    /// <summary>True after a wait: so many blocks are not committed that nothing more may be read for the plans. A person's question ends the wait.</summary>
    private async Task<bool> StoreIsFullAsync(CancellationToken stopping)
    {
        if (_unstored.Count < _options.Unstored) return false;
        PromiseNothing(); // a disk that is full is the writer's to tell of
        using var awake = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(_unstored.Peek().Stored, _demands.Reader.WaitToReadAsync(awake.Token).AsTask());
        await awake.CancelAsync();
        return true;
    }

    /// <summary>Looks after blocks handed over; waits while more than <paramref name="mostLeft"/> are not committed.</summary>
    private async Task SettleStoredAsync(int mostLeft)
    {
        while (_unstored.TryPeek(out var oldest) && (oldest.Stored.IsCompleted || _unstored.Count > mostLeft))
        {
            try
            {
                await oldest.Stored;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Not stored: the meter still has it, and the ledger says what is missing.
                oldest.Meter.ForgetFreezes();
                _backlog.Add(oldest.Meter);
                _logger.BlockNotStored(_name, oldest.Meter.Meter.Id, e.Message);
            }

            _unstored.Dequeue();
        }
    }

    private void Heard(PolledMeter meter)
    {
        if (meter.Backoff.IsDown) _logger.MeterBack(_name, meter.Meter.Id);
        if (meter.Backoff.IsDown || !meter.HasAnswered) TellBack(meter);
        if (meter.Backoff.IsDown && Array.TrueForAll(_meters, other => other.Backoff.IsFailing)) AllowProbes();
        (meter.Backoff, meter.HasAnswered) = (default, true);
        (_lineBackoff, _silences) = (default, 0);
        LastAnswer = _time.GetUtcNow();
    }

    private void MeterSilent(IErrand errand)
    {
        var meter = errand.Meter;
        meter.Backoff = meter.Backoff.Silent(Uptime, _options, Random.Shared.NextDouble());
        if (meter.Backoff.Probes == 1) _logger.MeterSilent(_name, meter.Meter.Id, meter.Backoff.NotBefore - Uptime);
        if (meter.Backoff.Probes == 1) TellSilent(meter);
        if (!errand.Fail()) Finish(errand);
        if (++_silences < _options.SilenceBeforeReconnect || _line.Uri.Kind == LineKind.Serial) return;
        var why = $"no meter answered {_silences} times in a row: the connection is taken for half-open";
        _silences = 0;
        _line.Lose(why);
        if (!_line.IsOpen) throw new LineLostException(why);
    }

    /// <summary>The line was opened again, or the first of a line that was all silent answers: the others are most likely back too.</summary>
    private void AllowProbes()
    {
        foreach (var meter in _meters)
            if (meter.Backoff.IsFailing) meter.Backoff = meter.Backoff with { NotBefore = Uptime };
    }

    /// <summary>A meter that needs more silence between exchanges than its line gets the rest of it.</summary>
    private async Task KeepDistanceAsync(PolledMeter meter, CancellationToken abort)
    {
        var rest = meter.Gap - (Uptime - _quietSince);
        if (rest > TimeSpan.Zero) await Task.Delay(WholeMilliseconds(rest), _time, abort);
    }

    private async Task NapAsync(CancellationToken stopping)
    {
        var nap = LongestNap;
        if (_agenda.NextDue is { } due) nap = Shorter(nap, due - _time.GetUtcNow());
        if (_errands.NextAllowed() is { } allowed) nap = Shorter(nap, allowed - Uptime);
        if (_backlog.NextAllowed() is { } later) nap = Shorter(nap, later - Uptime);
        if (NextReread is { } again) nap = Shorter(nap, again - Uptime);
        nap = WholeMilliseconds(nap); // a timer drops the rest: it would wake too early, again and again
        using var awake = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var delay = Task.Delay(nap, _time, awake.Token);
        await Task.WhenAny(
            delay, _line.WhenLost ?? delay, Something(_demands.Reader.WaitToReadAsync(awake.Token)), Something(_doubts.Reader.WaitToReadAsync(awake.Token)));
        Rouse(awake);

        static async Task Something(ValueTask<bool> waits) => await waits;
        static void Rouse(CancellationTokenSource awake) => awake.Cancel(); // at once: there is nobody else to wait for
    }

    private static TimeSpan WholeMilliseconds(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(wait.TotalMilliseconds)));

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private TimeSpan TimeoutOf(PolledMeter meter) => _line.Uri.Timeout ?? meter.Model.ReplyTimeout;

    /// <summary>Only a wire of its own tells how quickly a meter answers; behind a box the way there varies.</summary>
    private TimeSpan? FirstTimeoutOf(PolledMeter meter) =>
        _line.Uri is { Kind: LineKind.Serial, CharacterTime: not null } ? meter.Pace.FirstTimeout(TimeoutOf(meter)) : null;

    /// <summary>
    /// The first and the longest wait between openings. Looking for a port costs nothing and disturbs nobody: with the second in which its loss is
    /// noticed, an adapter that is put in again is open within 2 s, however long it was away.
    /// </summary>
    internal static (TimeSpan First, TimeSpan Most) Waits(LineKind kind, PollOptions options)
    {
        if (kind != LineKind.Serial) return (options.LineBackoff, options.LineBackoffMost);
        var look = Shorter(options.LineBackoff, PortLook);
        return (look, look);
    }

    private void LineDown(string why)
    {
        if (Why != why && !_line.TellsOfItself) _logger.LineDown(_name, why);
        if (!_line.TellsOfItself) TellDown(why);
        Why = why;
        FailDemands(new LineUnavailableException(why));
        var (first, most) = Waits(_line.Uri.Kind, _options);
        _lineBackoff = _lineBackoff.Failed(Uptime, first, most, Random.Shared.NextDouble());
    }
}
